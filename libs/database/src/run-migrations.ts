import { ServiceDataSource } from './service-data-source.ts';
import type { ServiceDatabaseOptions } from './service-database.ts';
import { schemaOf } from './schema-of.ts';

/** A change of a large table takes its time. */
const statementTimeoutMs = 6 * 60 * 60 * 1_000;

/**
 * Brings the service's schema up to date. Answers with the names of the migrations that were run. Two that are started at
 * once, such as by two deployments, wait for one another.
 */
export const runMigrations = async (options: ServiceDatabaseOptions): Promise<readonly string[]> => {
  const dataSource = new ServiceDataSource({ ...options, statementTimeoutMs });
  await dataSource.open();
  try {
    return await dataSource.transaction(async (lock) => {
      // A pooler gives a session to others between transactions: the lock is one of this transaction, which waits idly.
      await lock.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      const schema = schemaOf(dataSource);
      await lock.query(`SELECT pg_advisory_xact_lock(hashtext('migrations of ' || $1))`, [schema]);
      if (!(await isThere(dataSource, schema))) await dataSource.query(`CREATE SCHEMA "${schema}"`);
      const done = await dataSource.runMigrations({ transaction: 'each' });
      return done.map(({ name }) => name);
    });
  } finally {
    await dataSource.destroy();
  }
};

/** Asked before, because only who may create schemas may create one that is there. */
const isThere = async (dataSource: ServiceDataSource, schema: string): Promise<boolean> => {
  const found = await dataSource.query<unknown[]>('SELECT FROM pg_catalog.pg_namespace WHERE nspname = $1', [
    schema,
  ]);
  return found.length > 0;
};
