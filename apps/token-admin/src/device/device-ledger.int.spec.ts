import { randomUUID } from 'node:crypto';
import { ServiceDataSource } from '@mdm-gate/database';
import type { DeviceObservation } from '@mdm-gate/contracts';
import { createLogger, FixedClock, Loops } from '@mdm-gate/service-kit';
import { sharedPostgres } from '@mdm-gate/testing';
import fc from 'fast-check';
import { databaseOptions } from '../database/database-options.ts';
import { migratedDatabase } from '../fixtures/migrated-database.ts';
import { anObservation, foreign, missing } from '../fixtures/observations.ts';
import { DeviceLedger } from './device-ledger.ts';
import { ForgetDevices } from './forget-devices.ts';

const logger = createLogger('test', { level: 'silent' });
const [tokenA, tokenB] = [randomUUID(), randomUUID()];
const start = Date.parse('2026-11-20T23:00:00.000Z');

const presentations: readonly Partial<DeviceObservation>[] = [
  { tokenId: tokenA },
  { tokenId: tokenB, platform: 'android' },
  { tokenId: tokenA, reason: 'token-retiring', presented: 'token-retiring' },
  missing,
  foreign('foreign1'),
  foreign('foreign2'),
  { ...missing, decision: 'proceed' },
];

/** Of few devices, so that they meet; no two observations of one device at one instant, as the verifier sees to. */
const history = fc
  .array(fc.record({ device: fc.nat(5), what: fc.nat(presentations.length - 1) }), {
    minLength: 1,
    maxLength: 30,
  })
  .map((entries) =>
    entries.map(({ device, what }, index) =>
      anObservation({
        deviceId: `d${device}`,
        at: new Date(start + index * 3_600_000).toISOString(),
        ...presentations[what],
      }),
    ),
  );

describe('the ledger of devices', () => {
  let postgres: Awaited<ReturnType<typeof sharedPostgres>>;
  let database: ServiceDataSource;
  beforeAll(async () => {
    postgres = await sharedPostgres();
    const options = databaseOptions(await migratedDatabase(postgres), logger);
    database = new ServiceDataSource(options);
    await database.open();
  });
  afterAll(async () => {
    await database.destroy();
    await postgres.stop();
  });

  const rows = async (organizationId: string, ledger = database) =>
    ledger.query<Record<string, unknown>[]>(
      `SELECT device_id, platform, reason, token_id, foreign_fingerprint, first_seen_at, last_seen_at, presented_since,
        proceeded_at, proceeded_token_id FROM token_admin.devices WHERE organization_id = $1 ORDER BY device_id`,
      [organizationId],
    );
  /** What is kept beside the devices, and what counting them anew gives. */
  const countedAndRecounted = async (organizationId: string) => {
    const counted = await database.query<unknown[]>(
      `SELECT kind::text, last_seen_day::text, devices::int FROM token_admin.device_counts
        WHERE organization_id = $1 AND devices <> 0 ORDER BY 1, 2`,
      [organizationId],
    );
    const recounted = await database.query<unknown[]>(
      `SELECT kind::text, last_seen_day::text, count(*)::int AS devices FROM token_admin.devices
        WHERE organization_id = $1 GROUP BY kind, last_seen_day ORDER BY 1, 2`,
      [organizationId],
    );
    const foreignCounted = await database.query<unknown[]>(
      `SELECT fingerprint, devices::int FROM token_admin.foreign_values
        WHERE organization_id = $1 AND devices <> 0 ORDER BY 1`,
      [organizationId],
    );
    const foreignRecounted = await database.query<unknown[]>(
      `SELECT foreign_fingerprint AS fingerprint, count(*)::int AS devices FROM token_admin.devices
        WHERE organization_id = $1 AND foreign_fingerprint IS NOT NULL GROUP BY 1 ORDER BY 1`,
      [organizationId],
    );
    return { kept: [counted, foreignCounted], anew: [recounted, foreignRecounted] };
  };

  it('comes to the same whatever the order of observations, and however often they come, and counts right', async () => {
    const ledger = new DeviceLedger(database, 1_000);
    await fc.assert(
      fc.asyncProperty(history, fc.infiniteStream(fc.nat()), async (observations, chance) => {
        const [inOrder, shuffled] = [`o-${randomUUID()}`, `o-${randomUUID()}`];
        for (const observation of observations) await ledger.takeIn(inOrder, [observation]);
        const twice = [...observations, ...observations]
          .map((observation) => ({ observation, key: chance.next().value as number }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ observation }) => observation);
        const cut = Math.ceil(twice.length / 3);
        const parts = [twice.slice(0, cut), twice.slice(cut, 2 * cut), twice.slice(2 * cut)];
        await Promise.all(parts.map((part) => ledger.takeIn(shuffled, part)));
        const [expected, got] = [await rows(inOrder), await rows(shuffled)];
        const withoutSince = (all: Record<string, unknown>[]) =>
          all.map((row) => ({ ...row, presented_since: null }));
        expect(withoutSince(got)).toEqual(withoutSince(expected));
        for (const organizationId of [inOrder, shuffled]) {
          const { kept, anew } = await countedAndRecounted(organizationId);
          expect(kept).toEqual(anew);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('leaves out invented devices beyond a bound, and never one that has proceeded', async () => {
    const ledger = new DeviceLedger(database, 3);
    const organizationId = `o-${randomUUID()}`;
    const take = (observations: readonly DeviceObservation[]) => ledger.takeIn(organizationId, observations);
    await take([anObservation({ deviceId: 'real' })]);
    await take(
      Array.from({ length: 10 }, (_, index) => anObservation({ deviceId: `i${index}`, ...missing })),
    );
    await take([anObservation({ deviceId: 'real', ...missing }), anObservation({ deviceId: 'real-too' })]);
    const known = (await rows(organizationId)).map(({ device_id: id, reason }) => [id, reason]);
    expect(known).toHaveLength(5);
    expect(known).toContainEqual(['real', 'token-missing']);
    expect(known).toContainEqual(['real-too', 'token-active']);
  });

  it('tells a value that a token had before it was edited from the one that it has', async () => {
    const organizationId = `o-${randomUUID()}`;
    const at = (second: number) => new Date(start + second * 1_000).toISOString();
    await database.query(
      `INSERT INTO token_admin.organizations (organization_id, name, version, policy_mode, policy_version, audit_sequence,
        audit_hash, created_at) VALUES ($1, 'x', 1, 'off', 1, 0, '', now())`,
      [organizationId],
    );
    await database.query(
      `INSERT INTO token_admin.mdm_tokens (token_id, organization_id, label, origin, state, sealed_value, digest,
        digest_key_id, fingerprint, weak, created_at, created_by, changed_at, version)
        VALUES ($1, $2, 'x', 'manual', 'active', '{}', 'd', 'k', 'f', false, now(), 'x', now(), 1)`,
      [tokenA, organizationId],
    );
    await database.query(
      `INSERT INTO token_admin.revoked_values (id, organization_id, token_id, sealed_value, digest, digest_key_id,
        created_at, revoked_at) VALUES ($1, $2, $3, '{}', 'd', 'k', now(), $4)`,
      [randomUUID(), organizationId, tokenA, at(10)],
    );
    const ledger = new DeviceLedger(database, 10);
    const observations = [
      anObservation({ deviceId: 'former', tokenId: tokenA, at: at(5) }),
      anObservation({ deviceId: 'present', tokenId: tokenA, at: at(15) }),
    ];
    await ledger.takeIn(organizationId, observations);
    const since = await database.query<unknown[]>(
      'SELECT value_since_ms::float8 FROM token_admin.devices WHERE organization_id = $1 ORDER BY device_id',
      [organizationId],
    );
    expect(since).toEqual([{ value_since_ms: null }, { value_since_ms: start + 10_000 }]);
  });

  const forgetting = (ledger: DeviceLedger) =>
    new ForgetDevices({
      dataSource: database,
      ledger,
      clock: new FixedClock('2026-11-24T12:00:00.000Z'),
      loops: new Loops(logger),
      keptDays: 90,
    });
  const emptyCounts = async (organizationId: string): Promise<number> => {
    const statement = 'SELECT FROM token_admin.device_counts WHERE organization_id = $1 AND devices = 0';
    return (await database.query<unknown[]>(statement, [organizationId])).length;
  };

  it('forgets devices that were not seen for long, and counts without them', async () => {
    const ledger = new DeviceLedger(database, 10);
    const organizationId = `o-${randomUUID()}`;
    const old = { at: '2026-08-01T00:00:00.000Z' };
    const observations = [
      anObservation({ deviceId: 'old', ...old }),
      anObservation({ deviceId: 'old-too', ...foreign('foreign1'), ...old }),
      anObservation({ deviceId: 'new', at: '2026-11-20T00:00:00.000Z' }),
    ];
    await ledger.takeIn(organizationId, observations);
    await forgetting(ledger).forget();
    expect((await rows(organizationId)).map(({ device_id: id }) => id)).toEqual(['new']);
    const { kept, anew } = await countedAndRecounted(organizationId);
    expect(kept).toEqual(anew);
    expect(await emptyCounts(organizationId)).toBe(0);
  });

  it('waits for no count that is being changed, and forgets it the next time', async () => {
    const ledger = new DeviceLedger(database, 10);
    const organizationId = `o-${randomUUID()}`;
    await ledger.takeIn(organizationId, [anObservation({ deviceId: 'd', at: '2026-11-20T00:00:00.000Z' })]);
    await ledger.takeIn(organizationId, [anObservation({ deviceId: 'd', at: '2026-11-21T00:00:00.000Z' })]);
    await database.transaction(async (manager) => {
      const empty = `SELECT FROM token_admin.device_counts WHERE organization_id = $1 AND devices = 0 FOR UPDATE`;
      expect(await manager.query<unknown[]>(empty, [organizationId])).toHaveLength(1);
      await forgetting(ledger).forget();
    });
    expect(await emptyCounts(organizationId)).toBe(1);
    await forgetting(ledger).forget();
    expect(await emptyCounts(organizationId)).toBe(0);
  });
});
