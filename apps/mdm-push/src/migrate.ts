import { runMigrations } from '@mdm-gate/database';
import { createLogger, loadConfig } from '@mdm-gate/service-kit';
import { configPrefix, migrationConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';

const logger = createLogger('mdm-push-migrate');
try {
  const config = loadConfig(migrationConfigSchema, configPrefix);
  const done = await runMigrations(databaseOptions(config.MDM_PUSH_POSTGRES_URL, logger));
  logger.info({ done }, 'the schema is up to date');
} catch (error) {
  logger.fatal({ err: error }, 'the schema could not be brought up to date');
  process.exitCode = 1;
}
