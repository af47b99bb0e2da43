import 'reflect-metadata';
import { runMigrations } from '@mdm-gate/database';
import { createLogger, loadConfig } from '@mdm-gate/service-kit';
import { configPrefix, databaseConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';

const logger = createLogger('token-admin-migrate');
try {
  const config = loadConfig(databaseConfigSchema, configPrefix);
  const done = await runMigrations(databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger));
  logger.info({ done }, 'the schema is up to date');
} catch (error) {
  logger.fatal({ err: error }, 'the schema could not be brought up to date');
  process.exitCode = 1;
}
