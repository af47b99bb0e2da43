import { ServiceDataSource } from '@mdm-gate/database';
import { createLogger } from '@mdm-gate/service-kit';
import { sharedPostgres, type SharedPostgres } from '@mdm-gate/testing';
import type { EntityManager } from 'typeorm';
import { databaseOptions } from '../database/database-options.ts';
import { migratedDatabase } from '../fixtures/migrated-database.ts';
import { deviceCounts } from './device-counts.ts';
import { devicesOf, type DevicePage } from './device-pages.ts';

const organizationId = 'acme';
const devices = 20_000;
const limit = 50;

/** All of them on one day, and of two kinds: each platform with the same foreign value. */
const fleetStatement = `
  INSERT INTO token_admin.devices (organization_id, device_id, platform, flow, decision, reason, presented, token_id,
    value_since_ms, foreign_fingerprint, presented_since, first_seen_at, last_seen_at, proceeded_at, proceeded_token_id)
  SELECT $1, 'device-' || lpad(n::text, 8, '0'), CASE WHEN n % 2 = 0 THEN 'ios' ELSE 'android' END, 'authentication',
    'halt', 'token-unknown', 'token-unknown', NULL, NULL, 'mistyped', $2, $2, $2, NULL, NULL
  FROM generate_series(1, $3::int) AS n`;

const readStatement = `
  SELECT (seq_tup_read + idx_tup_fetch)::int AS read FROM pg_stat_xact_user_tables
  WHERE schemaname = 'token_admin' AND relname = 'devices'`;

describe('a page of a large fleet', () => {
  let postgres: SharedPostgres;
  let database: ServiceDataSource;
  beforeAll(async () => {
    postgres = await sharedPostgres();
    const logger = createLogger('test', { level: 'silent' });
    database = new ServiceDataSource(databaseOptions(await migratedDatabase(postgres), logger));
    await database.open();
    await database.query(fleetStatement, [organizationId, new Date('2026-11-24T12:00:00.000Z'), devices]);
    await database.query('VACUUM ANALYZE token_admin.devices');
  });
  afterAll(async () => {
    await database.destroy();
    await postgres.stop();
  });

  const rowsRead = async (manager: EntityManager): Promise<number> => {
    const [row] = await manager.query<{ read: number }[]>(readStatement);
    return row?.read ?? Number.NaN;
  };

  /** How many devices PostgreSQL reads for it, and which one is the last. */
  const read = (page: Partial<DevicePage>) =>
    database.transaction(async (manager) => {
      const counts = await deviceCounts(manager, organizationId, null);
      const before = await rowsRead(manager);
      const found = await devicesOf(manager, {
        organizationId,
        counts,
        prefix: '',
        after: null,
        limit,
        ...page,
      });
      return { found: found.length, last: found.at(-1)?.deviceId, read: (await rowsRead(manager)) - before };
    });

  it.each([
    ['of all', {}],
    ['of a foreign value', { foreignFingerprint: 'mistyped' }],
    ['by the beginning of an id', { prefix: 'device-000' }],
  ])('%s reads what it shows, however far on it is', async (_, filter) => {
    const first = await read(filter);
    expect(first).toMatchObject({ found: limit, last: 'device-00000050' });
    expect(first.read).toBeLessThanOrEqual(3 * limit);
    const after = { day: '2026-11-24', deviceId: 'device-00015000' };
    const later = await read({ ...filter, after });
    expect(later).toMatchObject({ found: limit, last: 'device-00015050' });
    expect(later.read).toBeLessThanOrEqual(first.read);
  });
});
