import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startPrometheus, untilDone, waitFor, type RunningServer } from '@mdm-gate/testing';
import { z } from 'zod';
import { organizationId } from '../stack/organization-id.ts';
import type { ExportedSpan } from './otlp.fixture.ts';
import { WatchedStack } from './watched-stack.fixture.ts';

const alertsSchema = z.object({
  data: z.object({
    alerts: z.array(
      z.object({
        state: z.string(),
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
      }),
    ),
  }),
});
const targetsSchema = z.object({
  data: z.object({ activeTargets: z.array(z.object({ health: z.string() })) }),
});

const dashboardSchema = z.object({
  panels: z.array(
    z.object({
      title: z.string(),
      targets: z.array(z.object({ expr: z.string() })).default([]),
    }),
  ),
});
const resultSchema = z.object({
  data: z.object({ result: z.array(z.object({ value: z.tuple([z.number(), z.string()]) })) }),
});

/** The stack's own file of paths is loaded by the fixture, once it has set the folder. */
const repositoryRoot = join(import.meta.dirname, '../../../..');

const timeoutMs = 120_000;
const services = ['mdm-push', 'token-admin', 'verifier'];

let watched: WatchedStack;
beforeAll(async () => {
  watched = await WatchedStack.start();
}, 300_000);
afterAll(() => watched.stop());

/** A device of the organization, asked about as an internal service does. */
const authenticate = (options: { readonly traceparent?: string } = {}) => {
  const { context, token } = watched;
  const device = { organizationId, deviceId: 'a-device', platform: 'ios' } as const;
  return context.verifier.checkAuthentication({ ...device, mdmToken: token.value }, options);
};

describe('the trace of an administrator who creates a token', () => {
  const click = (): ExportedSpan | undefined =>
    watched.collector.spans.find(({ name }) => /^POST .*\/mdm-tokens$/.test(name));
  const trace = (): readonly ExportedSpan[] =>
    watched.collector.spans.filter(({ traceId }) => traceId === click()?.traceId);
  const named = (service: string, name: string) =>
    trace().filter((span) => span.service === service && span.name === name);

  it('goes from the gateway through PostgreSQL, outbox and JetStream to verifier and mdm-push, and to the vendors', async () => {
    await waitFor(() => named('mdm-push', 'deliver').length >= 6, { timeoutMs, describe: 'six deliveries' });
    for (const [service, name] of [
      ['token-admin', 'transaction'],
      ['token-admin', 'publish TokenCreated'],
      ['verifier', 'handle TokenCreated'],
      ['mdm-push', 'handle TokenCreated'],
      ['mdm-push', 'ask mdm.token-admin.token-value'],
      ['token-admin', 'answer mdm.token-admin.token-value'],
      ['mdm-push', 'publish TokenDelivered'],
      ['token-admin', 'handle TokenDelivered'],
    ] as const)
      await waitFor(() => named(service, name).length > 0, { timeoutMs, describe: `${service}: ${name}` });
    const toVendors = trace().filter(({ attributes }) => attributes['server.address'] === '127.0.0.1');
    expect(toVendors.map(({ name }) => name)).toEqual(expect.arrayContaining(['GET', 'POST', 'PUT']));
  });

  it('is whole: it begins at the gateway, and every other span has its cause in it', async () => {
    const orphans = () => {
      const known = new Set(trace().map(({ spanId }) => spanId));
      return trace().filter(({ parentSpanId }) => !known.has(parentSpanId));
    };
    await waitFor(() => orphans().length === 1, { timeoutMs, describe: 'one beginning' });
    expect(orphans()).toEqual([click()]);
    expect([...new Set(trace().map(({ service }) => service))].sort()).toEqual(services);
  });

  it('stands in the log of every service', async () => {
    const traceId = click()?.traceId ?? '';
    for (const program of ['token-admin', 'mdm-push'])
      await waitFor(() => watched.log(program).some((line) => line['traceId'] === traceId), {
        describe: program,
      });
  });
});

describe('what is exported', () => {
  it('holds no secret: no token, no credentials, and no device', async () => {
    const { oidc } = watched.stack.description;
    const secrets = [watched.token.value, oidc.clientSecret, ...watched.credentials, 'story-probe'];
    expect(secrets.length).toBeGreaterThan(5);
    await waitFor(() => watched.collector.spans.length > 50, { timeoutMs });
    const all = Buffer.concat(watched.collector.bodies).toString('latin1');
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
  });

  it('has no ids in the names of spans', () => {
    const names = new Set(watched.collector.spans.map(({ name }) => name));
    expect([...names].filter((name) => /[0-9a-f]{8}-|acme/i.test(name))).toEqual([]);
  });

  it('has a check when its caller records it, and only then', async () => {
    const traceId = randomBytes(16).toString('hex');
    const [caller, other] = [
      `00-${traceId}-${randomBytes(8).toString('hex')}`,
      randomBytes(16).toString('hex'),
    ];
    await authenticate({ traceparent: `00-${other}-${randomBytes(8).toString('hex')}-00` });
    await authenticate({ traceparent: `${caller}-01` });
    const of = (id: string) => watched.collector.spans.filter((span) => span.traceId === id);
    await waitFor(() => of(traceId).length > 0, { timeoutMs });
    expect(of(traceId).map(({ name }) => name)).toEqual(['answer mdm.check.authentication']);
    expect(of(other)).toEqual([]);
  });
});

describe('the log', () => {
  it('has only fields that docs/logs.md explains', () => {
    const page = readFileSync(join(repositoryRoot, 'docs/logs.md'), 'utf8');
    const explained = new Set([...page.matchAll(/^\| `(\w+)`/gm)].map(([, field]) => field));
    const lines = ['token-admin', 'verifier-1', 'verifier-2', 'mdm-push'].flatMap((name) =>
      watched.log(name),
    );
    expect(lines.length).toBeGreaterThan(20);
    const fields = new Set(lines.flatMap((line) => Object.keys(line)));
    expect([...fields].filter((field) => !explained.has(field))).toEqual([]);
  });
});

describe('an SRE who watches', () => {
  let prometheus: RunningServer;
  beforeAll(async () => {
    const { healthUrls } = watched.stack.description;
    const jobs = services.map((job) => ({
      job_name: job,
      static_configs: [
        {
          targets: Object.entries(healthUrls)
            .filter(([name]) => name.startsWith(job))
            .map(([, url]) => new URL(url).host),
        },
      ],
    }));
    prometheus = await startPrometheus({
      configuration: {
        global: { scrape_interval: '1s', evaluation_interval: '1s' },
        rule_files: [join(repositoryRoot, 'deploy/prometheus/rules/*.yml')],
        scrape_configs: jobs,
      },
    });
  });
  afterAll(() => prometheus.stop());

  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> =>
    schema.parse(await (await fetch(`${prometheus.url}/api/v1/${path}`)).json());
  const firing = async () =>
    (await read('alerts', alertsSchema)).data.alerts.filter(({ state }) => state === 'firing');

  it('finds every service', async () => {
    await waitFor(
      async () => {
        const { activeTargets } = (await read('targets', targetsSchema)).data;
        return activeTargets.length === 4 && activeTargets.every(({ health }) => health === 'up');
      },
      { timeoutMs, describe: 'four targets' },
    );
  });

  it('sees something in each panel of the dashboard but that of certificates, none of which ends soon', async () => {
    const text = readFileSync(join(repositoryRoot, 'deploy/grafana/dashboards/mdm-gate.json'), 'utf8');
    const { panels } = dashboardSchema.parse(JSON.parse(text));
    const expressions = panels.flatMap(({ title, targets }) => targets.map(({ expr }) => ({ title, expr })));
    expect(expressions.length).toBeGreaterThan(25);
    const isSeen = async (query: string): Promise<boolean> => {
      const { data } = await read(`query?${new URLSearchParams({ query }).toString()}`, resultSchema);
      return data.result.some(({ value: [, value] }) => value !== 'NaN');
    };
    /** While somebody checks and somebody else looks. */
    const unseen = async (): Promise<readonly string[]> => {
      await authenticate();
      await watched.context.gateway.call(`GET /organizations/${organizationId}/policy`, z.unknown());
      const seen = await Promise.all(expressions.map(({ expr }) => isSeen(expr)));
      return expressions.filter((_, index) => seen[index] !== true).map(({ title }) => title);
    };
    await untilDone(
      async () => {
        expect(await unseen()).toEqual(['Certificates end in']);
      },
      { timeoutMs, intervalMs: 500 },
    );
  });

  it('is alerted when Redis is gone, and is led to the runbook', async () => {
    expect((await firing()).filter(({ labels }) => labels['severity'] === 'critical')).toEqual([]);
    await watched.shutRedisDown();
    const alert = await waitFor(
      async () => (await firing()).find(({ labels }) => labels['alertname'] === 'ServiceNotReady'),
      { timeoutMs: 180_000, intervalMs: 1_000, describe: 'the alert' },
    );
    expect(alert.labels).toMatchObject({ job: 'verifier', check: 'active-sets', severity: 'critical' });
    const [file = '', heading] = (alert.annotations['runbook_url'] ?? '').split('#');
    const headings = readFileSync(join(repositoryRoot, file), 'utf8').match(/^## .*$/gm) ?? [];
    expect(headings.map((line) => line.slice(3).toLowerCase())).toContain(heading);
  }, 300_000);
});
