import 'reflect-metadata';
import { runMigrations, ServiceDataSource } from '@mdm-gate/database';
import { loadConfig, runProgram, type Logger } from '@mdm-gate/service-kit';
import { configPrefix, databaseConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { grantToService } from './database/grant-to-service.ts';

const connect = async (url: string, logger: Logger): Promise<ServiceDataSource> => {
  const dataSource = new ServiceDataSource(databaseOptions(url, logger));
  await dataSource.open();
  return dataSource;
};

const roleOf = async (dataSource: ServiceDataSource): Promise<string> => {
  const [row] = await dataSource.query<{ role: string }[]>('SELECT current_user AS role');
  return row?.role ?? '';
};

const grant = async (ownerUrl: string, serviceUrl: string, logger: Logger): Promise<void> => {
  const [owner, service] = await Promise.all([connect(ownerUrl, logger), connect(serviceUrl, logger)]);
  try {
    const role = await roleOf(service);
    if (role !== (await roleOf(owner))) await grantToService(owner, role);
  } finally {
    await Promise.all([owner.destroy(), service.destroy()]);
  }
};

await runProgram({
  name: 'token-admin-migrate',
  usage: `node dist/migrate.js
Brings the schema of token-admin up to date. May be repeated, and started by several at once.
Takes TOKEN_ADMIN_POSTGRES_URL, and where the tables belong to another role TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL, from the
environment.`,
  failure: 'the schema could not be brought up to date',
  run: async ({ logger }) => {
    const config = loadConfig(databaseConfigSchema, configPrefix);
    const { TOKEN_ADMIN_POSTGRES_URL: serviceUrl, TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL: ownerUrl } = config;
    const done = await runMigrations(databaseOptions(ownerUrl ?? serviceUrl, logger));
    if (ownerUrl !== undefined) await grant(ownerUrl, serviceUrl, logger);
    logger.info({ done }, 'the schema is up to date');
    return 0;
  },
});
