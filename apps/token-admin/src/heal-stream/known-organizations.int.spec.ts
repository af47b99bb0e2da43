import { createLogger } from '@mdm-gate/service-kit';
import { ServiceDataSource } from '@mdm-gate/database';
import { sharedPostgres, type SharedPostgres } from '@mdm-gate/testing';
import { databaseOptions } from '../database/database-options.ts';
import { migratedDatabase } from '../fixtures/migrated-database.ts';
import { adopt, allOrganizations } from './known-organizations.ts';

const count = 2_500;

/** As PostgreSQL finds them after it was started anew: written in this history, but for when it began. */
const restartedRows = `
  INSERT INTO token_admin.organizations
    (organization_id, name, version, policy_mode, policy_version, audit_sequence, audit_hash, created_at,
     lineage, active_set_mac, active_set_mac_key_id, history, written_by)
  SELECT 'o' || i, 'Test', 3, 'off', 1, 0, '', now(), '01930000-0000-7000-8000-000000000001'::uuid, 'mac ' || i, 'k1',
    split_part(token_admin.history(), '@', 1) || '@another start', txid_current()
  FROM generate_series(1, ${count}) AS i`;

describe('organizations after a start of PostgreSQL', () => {
  let postgres: SharedPostgres;
  let dataSource: ServiceDataSource;
  beforeAll(async () => {
    postgres = await sharedPostgres();
    const options = databaseOptions(
      await migratedDatabase(postgres),
      createLogger('test', { level: 'silent' }),
    );
    dataSource = new ServiceDataSource(options);
    await dataSource.open();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await postgres.stop();
  });

  const standings = async (): Promise<Readonly<Record<string, number>>> => {
    const counts: Record<string, number> = {};
    for (const { standing } of await allOrganizations(dataSource))
      counts[standing] = (counts[standing] ?? 0) + 1;
    return counts;
  };

  it('are taken over by the thousand, but for those that were changed since they were compared, or are held', async () => {
    await dataSource.query(restartedRows);
    const compared = await allOrganizations(dataSource);
    expect(await standings()).toEqual({ restarted: count });
    const session = dataSource.createQueryRunner();
    await session.startTransaction();
    await session.query(`SELECT FROM token_admin.organizations WHERE organization_id = 'o7' FOR UPDATE`);
    const asCompared = compared.map((known) =>
      known.organizationId === 'o8' ? { ...known, version: known.version - 1 } : known,
    );
    await adopt(dataSource, asCompared);
    await session.rollbackTransaction();
    await session.release();
    expect(await standings()).toEqual({ settled: count - 2, restarted: 2 });
    await adopt(dataSource, compared);
    expect(await standings()).toEqual({ settled: count });
  });
});
