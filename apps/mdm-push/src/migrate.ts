import { runMigrations } from '@mdm-gate/database';
import { loadConfig, runProgram } from '@mdm-gate/service-kit';
import { configPrefix, migrationConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';

await runProgram({
  name: 'mdm-push-migrate',
  usage: `node dist/migrate.js
Brings the schema of mdm-push up to date. May be repeated, and started by several at once.
Takes MDM_PUSH_POSTGRES_URL from the environment.`,
  failure: 'the schema could not be brought up to date',
  run: async ({ logger }) => {
    const config = loadConfig(migrationConfigSchema, configPrefix);
    const done = await runMigrations(databaseOptions(config.MDM_PUSH_POSTGRES_URL, logger));
    logger.info({ done }, 'the schema is up to date');
    return 0;
  },
});
