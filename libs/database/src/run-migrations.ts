import type { DataSource } from 'typeorm';
import { schemaOf } from './schema-of.ts';

/**
 * Brings the service's schema up to date and closes the data source. Answers with the names of the migrations that were
 * run. Two that are started at once, such as by two deployments, wait for one another.
 */
export const runMigrations = async (dataSource: DataSource): Promise<readonly string[]> => {
  const schema = schemaOf(dataSource);
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query(`SELECT pg_advisory_lock(hashtext('migrations of ' || $1))`, [schema]);
    await lock.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } finally {
    // The lock belongs to the connection and goes with it.
    await lock.release();
    await dataSource.destroy();
  }
};
