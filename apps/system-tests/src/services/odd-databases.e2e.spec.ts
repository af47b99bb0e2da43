import {
  createDatabase,
  freePort,
  sharedPostgres,
  startPgBouncer,
  startProcess,
  waitFor,
  type SharedPostgres,
} from '@mdm-gate/testing';
import { createVerifierClient, type CheckReason } from '@mdm-gate/verifier-client';
import { randomBytes, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { z } from 'zod';
import { Product } from '../fixtures/product.ts';
import {
  programOf,
  runToEnd,
  services,
  Surroundings,
  type Service,
  type Settings,
} from '../fixtures/service-processes.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

interface Odd {
  readonly url: string;
  readonly stop?: () => Promise<unknown>;
}

const told = async (url: string, ...statements: string[]): Promise<void> => {
  const operator = new Client({ connectionString: url });
  await operator.connect();
  for (const statement of statements) await operator.query(statement);
  await operator.end();
};
const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** What the database has for everybody who does not say otherwise. */
const withDefaults = async (
  postgres: SharedPostgres,
  defaults: Readonly<Record<string, string>>,
): Promise<Odd> => {
  const url = await createDatabase(postgres);
  for (const [name, value] of Object.entries(defaults))
    await told(url, `ALTER DATABASE ${nameOf(url)} SET ${name} = ${value}`);
  return { url };
};
const behindPooler = async (
  postgres: SharedPostgres,
  settings: Readonly<Record<string, string>>,
): Promise<Odd> => {
  const { url } = await withDefaults(postgres, { datestyle: `'German, DMY'`, search_path: `'nowhere'` });
  const pooler = await startPgBouncer(url, { settings });
  return { url: pooler.url, stop: () => pooler.stop() };
};

const odd: readonly (readonly [string, (postgres: SharedPostgres) => Promise<Odd>])[] = [
  ['behind PgBouncer in transaction mode, with its defaults', (postgres) => behindPooler(postgres, {})],
  [
    'behind PgBouncer that was told to ignore what sessions say at their start',
    (postgres) =>
      behindPooler(postgres, {
        ignore_startup_parameters: 'options,statement_timeout,idle_in_transaction_session_timeout',
      }),
  ],
  [
    'that has other dates, texts, numbers, paths and isolation for everybody',
    (postgres) =>
      withDefaults(postgres, {
        datestyle: `'German, DMY'`,
        intervalstyle: `'sql_standard'`,
        timezone: `'Asia/Kathmandu'`,
        client_encoding: `'LATIN1'`,
        bytea_output: `'escape'`,
        extra_float_digits: '-3',
        standard_conforming_strings: 'off',
        array_nulls: 'off',
        search_path: `'nowhere'`,
        default_transaction_isolation: `'serializable'`,
      }),
  ],
];

/** What a label and an instant go through: written, read back, shown, signed, and compared. */
const createAndRevoke = async ({ gateway, surroundings }: Product): Promise<void> => {
  const organizationId = `o-${randomUUID()}`;
  const label = 'München 🙂';
  await gateway.createOrganization(organizationId);
  await gateway.createToken(organizationId, 'lasting');
  const { tokenId, value } = await gateway.createToken(organizationId, label);
  const path = `/organizations/${organizationId}`;
  const { body: shown } = await gateway.call('GET', `${path}/mdm-tokens/${tokenId}`);
  const { createdAt } = z.object({ createdAt: z.string() }).parse(shown);
  expect(Math.abs(Date.parse(createdAt) - Date.now())).toBeLessThan(120_000);
  expect(shown).toMatchObject({ label, expiresAt: null });
  const client = await createVerifierClient({ url: surroundings.nats.url, logger: silent });
  // Each look is of another device: those that fail often are halted.
  const check = () =>
    client.checkAuthentication({
      organizationId,
      deviceId: randomUUID(),
      platform: 'ios',
      mdmToken: value,
    });
  const untilIs = (wanted: CheckReason) =>
    waitFor(async () => {
      const { reason } = await check();
      if (reason !== wanted) throw new Error(`the check is ${reason}, not ${wanted}`);
      return true;
    });
  try {
    await untilIs('token-active');
    await gateway.call('POST', `${path}/mdm-tokens/${tokenId}/reveal`);
    const { etag } = await gateway.call('GET', `${path}/mdm-tokens/${tokenId}`);
    const because = { because: 'compromised', acknowledgeHaltedDevices: 1_000 };
    await gateway.call('POST', `${path}/mdm-tokens/${tokenId}/revoke`, because, etag);
    await untilIs('token-revoked');
  } finally {
    await client.close();
  }
  const { body: verdict } = await gateway.call('GET', `${path}/audit-events/verification`);
  expect(verdict).toMatchObject({ intact: true });
  const { body: deliveries } = await gateway.call('GET', `${path}/deliveries`);
  expect(deliveries).toMatchObject({ items: expect.any(Array) as unknown });
};

/** What `/readyz` says of a service that waits for its database. */
const whyNotReady = async (service: Service, settings: Settings): Promise<string> => {
  const port = String(await freePort());
  const prefix = service.toUpperCase().replaceAll('-', '_');
  const running = await startProcess({
    command: process.execPath,
    args: [programOf(service)],
    env: { ...settings, [`${prefix}_HEALTH_PORT`]: port },
    readyWhen: /waiting for the database/,
  });
  try {
    const reply = await fetch(`http://127.0.0.1:${port}/readyz`);
    expect(reply.status).toBe(503);
    return await reply.text();
  } finally {
    await running.stop();
  }
};

describe('all services on a database', () => {
  let postgres: SharedPostgres;
  beforeAll(async () => {
    postgres = await sharedPostgres();
  });
  afterAll(() => postgres.stop());

  it.each(odd)('%s are ready, and a token is created, known, revoked and refused', async (_, prepare) => {
    const { url, stop } = await prepare(postgres);
    const product = await Product.start(undefined, url);
    try {
      for (const service of services) await product.startReplicas(service, 1);
      await createAndRevoke(product);
    } finally {
      await product.stop();
      await stop?.();
    }
  });

  it.each(['token-admin', 'mdm-push'] as const)(
    'of another encoding than UTF-8: %s is not ready and says why, and makes no schema',
    async (service) => {
      const name = `latin1_${randomBytes(6).toString('hex')}`;
      await told(postgres.url, `CREATE DATABASE ${name} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
      const url = Object.assign(new URL(postgres.url), { pathname: `/${name}` }).href;
      const surroundings = await Surroundings.withoutSchemas(url);
      try {
        const settings = surroundings.settingsOf(service);
        const migrating = await runToEnd([programOf(service, 'migrate')], settings);
        expect(migrating.code).not.toBe(0);
        expect(migrating.output).toContain('encoded as LATIN1');
        expect(await whyNotReady(service, settings)).toContain('encoded as LATIN1');
      } finally {
        await surroundings.stop();
      }
    },
  );
});
