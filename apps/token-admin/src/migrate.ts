import 'reflect-metadata';
import { migrate } from '@mdm-gate/database';
import { loadConfig, runProgram } from '@mdm-gate/service-kit';
import { configPrefix, databaseConfigSchema, postgresTlsIn } from './config.ts';
import { appendOnly } from './database/append-only.ts';
import { databaseOptions } from './database/database-options.ts';

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
    const optionsOf = (url: string) => databaseOptions(url, logger, postgresTlsIn(config));
    const asOwner = ownerUrl === undefined ? undefined : optionsOf(ownerUrl);
    const done = await migrate({ asService: optionsOf(serviceUrl), asOwner, appendOnly });
    logger.info({ done }, 'the schema is up to date');
    return 0;
  },
});
