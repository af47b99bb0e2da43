import { grantToService } from './grant-to-service.ts';
import { runMigrations } from './run-migrations.ts';
import { ServiceDataSource } from './service-data-source.ts';
import type { ServiceDatabaseOptions } from './service-database.ts';

export interface Migration {
  readonly asService: ServiceDatabaseOptions;
  /** The role that owns the tables, where that is another one. */
  readonly asOwner: ServiceDatabaseOptions | undefined;
  /** Tables that the service adds to, and in which it changes nothing. */
  readonly appendOnly?: readonly string[];
}

/** Brings the schema up to date, and lets the service do its work in it. Answers with the migrations that were run. */
export const migrate = async (migration: Migration): Promise<readonly string[]> => {
  const { asService, asOwner, appendOnly = [] } = migration;
  if (asOwner === undefined) return runMigrations(asService);
  const done = await runMigrations(asOwner);
  const [owner, service] = await Promise.all([opened(asOwner), opened(asService)]);
  try {
    const role = await roleOf(service);
    if (role !== (await roleOf(owner))) await grantToService(owner, { role, appendOnly });
    return done;
  } finally {
    await Promise.all([owner.destroy(), service.destroy()]);
  }
};

const opened = async (options: ServiceDatabaseOptions): Promise<ServiceDataSource> => {
  const dataSource = new ServiceDataSource(options);
  await dataSource.open();
  return dataSource;
};

const roleOf = async (dataSource: ServiceDataSource): Promise<string> => {
  const [row] = await dataSource.query<{ role: string }[]>('SELECT current_user AS role');
  return row?.role ?? '';
};
