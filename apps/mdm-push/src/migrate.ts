import { migrate } from '@mdm-gate/database';
import { loadConfig, runProgram } from '@mdm-gate/service-kit';
import { configPrefix, migrationConfigSchema, postgresTlsIn } from './config.ts';
import { databaseOptions } from './database/database-options.ts';

await runProgram({
  name: 'mdm-push-migrate',
  usage: `node dist/migrate.js
Brings the schema of mdm-push up to date. May be repeated, and started by several at once.
Takes MDM_PUSH_POSTGRES_URL, and where the tables belong to another role MDM_PUSH_MIGRATIONS_POSTGRES_URL, from the
environment.`,
  failure: 'the schema could not be brought up to date',
  run: async ({ logger }) => {
    const config = loadConfig(migrationConfigSchema, configPrefix);
    const { MDM_PUSH_POSTGRES_URL: serviceUrl, MDM_PUSH_MIGRATIONS_POSTGRES_URL: ownerUrl } = config;
    const optionsOf = (url: string) => databaseOptions(url, logger, postgresTlsIn(config));
    const asOwner = ownerUrl === undefined ? undefined : optionsOf(ownerUrl);
    const done = await migrate({ asService: optionsOf(serviceUrl), asOwner });
    logger.info({ done }, 'the schema is up to date');
    return 0;
  },
});
