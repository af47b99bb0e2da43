import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { runMigrations } from '@mdm-gate/database';
import { createLogger } from '@mdm-gate/service-kit';
import { startNats, startPostgres, waitFor } from '@mdm-gate/testing';
import { Pool } from 'pg';
import { databaseOptions } from '../database/database-options.ts';
import { ApiClient, type ApiReply } from '../fixtures/api-client.ts';
import { mdmPushSealingKey, startNeighbours } from '../fixtures/neighbours.ts';
import { observedEvents } from '../fixtures/observations.ts';
import { connectMdm, keyring } from '../fixtures/running-gateway.ts';
import { TestIssuer } from '../fixtures/test-issuer.ts';
import { TokenAdminProcess } from '../fixtures/token-admin-process.ts';
import { fillLedger, morning, organizationId, sizes } from './fleet.bench.ts';

const { values } = parseArgs({ options: { devices: { type: 'string', default: '1000000' } } });
const devices = Number(values.devices);
const callsPerRow = 200;
const observations = Math.min(100_000, devices);
const publishedAtOnce = 8;
const path = `/organizations/${organizationId}`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const must = (reply: ApiReply): ApiReply => {
  if (reply.status >= 300) throw new Error(`Answered ${reply.status}: ${reply.text}`);
  return reply;
};

const [postgres, nats, issuer] = await Promise.all([
  startPostgres({ settings: { shared_buffers: '256MB' } }),
  startNats(),
  TestIssuer.start(),
]);
await runMigrations(databaseOptions(postgres.url, createLogger('bench', { level: 'silent' })));
const masterKeys = keyring();
const neighbours = await startNeighbours(nats.url, { masterKeys });
const tokenAdmin = await TokenAdminProcess.prepare({
  TOKEN_ADMIN_HEALTH_PORT: '0',
  TOKEN_ADMIN_POSTGRES_URL: postgres.url,
  TOKEN_ADMIN_NATS_URL: nats.url,
  TOKEN_ADMIN_OIDC_ISSUER: issuer.url,
  TOKEN_ADMIN_REQUESTS_PER_MINUTE: '1000000',
  TOKEN_ADMIN_MASTER_KEYS: masterKeys,
  TOKEN_ADMIN_MDM_PUSH_SEALING_KEY: mdmPushSealingKey,
  TOKEN_ADMIN_DIGEST_KEYS: keyring(),
  TOKEN_ADMIN_AUDIT_KEYS: keyring(),
});
await tokenAdmin.start();
const administrator = new ApiClient(tokenAdmin.url, await issuer.token(['platform-administrator']));
const pool = new Pool({ connectionString: postgres.url, max: 4 });

const createTokens = async (): Promise<string[]> => {
  must(await administrator.post('/organizations', { organizationId, name: 'Bench' }));
  await connectMdm({ organizationId, path, administrator });
  const tokens: string[] = [];
  for (const label of ['a', 'b', 'c', 'd']) {
    const { body } = must(await administrator.post(`${path}/mdm-tokens`, { label }));
    tokens.push((body as { token: { tokenId: string } }).token.tokenId);
  }
  return tokens;
};

const measure = async (name: string, query: string): Promise<void> => {
  const durations: number[] = [];
  let cursor: string | null = null;
  for (let call = 0; call < callsPerRow; call += 1) {
    const more: string = cursor === null ? '' : `${query.includes('?') ? '&' : '?'}cursor=${cursor}`;
    const start = performance.now();
    const { body } = must(await administrator.get(`${path}${query}${more}`));
    durations.push(performance.now() - start);
    cursor = (body as { nextCursor?: string | null }).nextCursor ?? null;
  }
  const sorted = durations.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? Number.NaN).toFixed(1);
  print(`| ${name} | ${at(0.5)} | ${at(0.99)} |`);
};

const takeInMorning = async (tokenIds: readonly string[]): Promise<void> => {
  const events = observedEvents(organizationId, morning(observations, devices, tokenIds));
  const today = async () => {
    const { rows } = await pool.query<{ devices: string }>(
      `SELECT sum(devices) AS devices FROM token_admin.device_counts
       WHERE organization_id = $1 AND last_seen_day = (now() AT TIME ZONE 'UTC')::date`,
      [organizationId],
    );
    return Number(rows[0]?.devices ?? 0);
  };
  const since = events[0]?.observations[0]?.at;
  const last = events.at(-1)?.observations.at(-1)?.deviceId;
  const start = performance.now();
  for (let index = 0; index < events.length; index += publishedAtOnce)
    await Promise.all(
      events.slice(index, index + publishedAtOnce).map((event) => neighbours.publisher.publish(event)),
    );
  const publishedMs = performance.now() - start;
  const seenSince = async (which: string, ...parameters: unknown[]) => {
    const { rows } = await pool.query<{ seen: string }>(
      `SELECT count(*) AS seen FROM token_admin.devices WHERE organization_id = $1 AND last_seen_at >= $2 ${which}`,
      [organizationId, since, ...parameters],
    );
    return Number(rows[0]?.seen ?? 0);
  };
  const limit = { timeoutMs: 600_000, intervalMs: 250, describe: 'the ledger to have them' };
  // Counting them all reads the whole table, which is left for when the last of them is there.
  await waitFor(async () => (await seenSince('AND device_id = $3', last)) === 1, limit);
  await waitFor(async () => (await seenSince('')) >= observations, limit);
  const seconds = (performance.now() - start) / 1_000;
  print(
    `\n${observations} observations of ${await today()} devices: published within ${(publishedMs / 1_000).toFixed(1)} s, ` +
      `in the ledger after ${seconds.toFixed(1)} s, ${(observations / seconds).toFixed(0)} a second`,
  );
};

const perCheck = (): string => {
  const bench = join(import.meta.dirname, '../../../verifier/dist/observations/observations.bench.js');
  return execFileSync(process.execPath, [bench], { encoding: 'utf8', timeout: 120_000 }).trim();
};

try {
  const tokenIds = await createTokens();
  const start = performance.now();
  await fillLedger(pool, devices, tokenIds);
  print(`${devices} devices, filled within ${((performance.now() - start) / 1_000).toFixed(0)} s`);
  for (const [name, bytes] of await sizes(pool)) print(`${name}: ${(bytes / 1_048_576).toFixed(0)} MiB`);
  print('\n| answer | p50 ms | p99 ms |\n| --- | ---: | ---: |');
  await measure('usage', '/usage');
  await measure('page of 50', '/devices?limit=50');
  await measure('page of 200', '/devices?limit=200');
  await measure('of a token and a platform', `/devices?tokenId=${tokenIds[0]}&platform=ios`);
  await measure('halted', '/devices?decision=halt');
  await measure('of a foreign value', '/devices?foreignFingerprint=foreig00');
  await measure('by the beginning of its id', '/devices?deviceId=device-00012');
  await measure('one device', '/devices/device-00012345');
  await takeInMorning(tokenIds);
  print(`observing, by check of a device that is known: ${perCheck()}`);
  print(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  );
} finally {
  await pool.end();
  await tokenAdmin.stop();
  await neighbours.stop();
  for (const server of [issuer, nats, postgres]) await server.stop();
}
