import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

const statement = `
  SELECT concat_ws('/', pg_postmaster_start_time(),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    pg_relation_filenode('${schema}.organizations')) AS epoch`;

/**
 * A text that changes when the database may have gone back in time: a backup that is restored, and another server that
 * takes over, come with another start of PostgreSQL, another database or another file of the table. It also changes
 * without need (a restart, VACUUM FULL); then versions are compared once more.
 */
export const databaseEpoch = async (dataSource: DataSource): Promise<string> => {
  const [row] = await dataSource.query<{ epoch: string }[]>(statement);
  return row?.epoch ?? '';
};
