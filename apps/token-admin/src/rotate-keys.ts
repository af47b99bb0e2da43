import 'reflect-metadata';
import { ServiceDataSource } from '@mdm-gate/database';
import { loadConfig, runProgram, SystemClock } from '@mdm-gate/service-kit';
import { configPrefix, keyConfigSchema, postgresTlsIn } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { KeyRotation } from './keys/key-rotation.ts';
import { auditKeysFrom, keyringsFrom } from './keys/keyrings.ts';

await runProgram({
  name: 'token-admin-rotate-keys',
  usage: `npm run keys:rotate
Brings everything that token-admin has stored under the current keys. May be repeated, also while the service runs.
Takes TOKEN_ADMIN_POSTGRES_URL, TOKEN_ADMIN_MASTER_KEYS, TOKEN_ADMIN_DIGEST_KEYS and TOKEN_ADMIN_AUDIT_KEYS from the
environment.`,
  failure: 'the keys could not be rotated; what was done stays done, so it may be repeated',
  run: async ({ logger }) => {
    const config = loadConfig(keyConfigSchema, configPrefix);
    const keyrings = { ...keyringsFrom(config), auditKeys: auditKeysFrom(config) };
    const dataSource = new ServiceDataSource(
      databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger, postgresTlsIn(config)),
    );
    await dataSource.open();
    const rotation = new KeyRotation({ dataSource, ...keyrings, clock: new SystemClock() });
    const { rewrapped, redigested } = await rotation.rotateAll();
    await dataSource.destroy();
    process.stdout.write(`${rewrapped} values re-wrapped, ${redigested} values digested anew\n`);
    return 0;
  },
});
