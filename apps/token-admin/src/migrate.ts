import 'reflect-metadata';
import { runMigrations, ServiceDataSource } from '@mdm-gate/database';
import { createLogger, loadConfig } from '@mdm-gate/service-kit';
import { configPrefix, databaseConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { grantToService } from './database/grant-to-service.ts';

const logger = createLogger('token-admin-migrate');

const connect = async (url: string): Promise<ServiceDataSource> => {
  const dataSource = new ServiceDataSource(databaseOptions(url, logger));
  await dataSource.open();
  return dataSource;
};

const roleOf = async (dataSource: ServiceDataSource): Promise<string> => {
  const [row] = await dataSource.query<{ role: string }[]>('SELECT current_user AS role');
  return row?.role ?? '';
};

const grant = async (ownerUrl: string, serviceUrl: string): Promise<void> => {
  const [owner, service] = await Promise.all([connect(ownerUrl), connect(serviceUrl)]);
  try {
    const role = await roleOf(service);
    if (role !== (await roleOf(owner))) await grantToService(owner, role);
  } finally {
    await Promise.all([owner.destroy(), service.destroy()]);
  }
};

try {
  const config = loadConfig(databaseConfigSchema, configPrefix);
  const { TOKEN_ADMIN_POSTGRES_URL: serviceUrl, TOKEN_ADMIN_MIGRATIONS_POSTGRES_URL: ownerUrl } = config;
  const done = await runMigrations(databaseOptions(ownerUrl ?? serviceUrl, logger));
  if (ownerUrl !== undefined) await grant(ownerUrl, serviceUrl);
  logger.info({ done }, 'the schema is up to date');
} catch (error) {
  logger.fatal({ err: error }, 'the schema could not be brought up to date');
  process.exitCode = 1;
}
