import type { DataSource } from 'typeorm';
import { schema } from './schema.ts';

/** Serializes migrations that are started twice at once, such as by two deployments. Any fixed number. */
const migrationLock = 7_420_001;

/** Brings the schema up to date and closes the data source. Answers with the names of the migrations that were run. */
export const runMigrations = async (dataSource: DataSource): Promise<readonly string[]> => {
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
    await lock.release();
    await dataSource.destroy();
  }
};
