import 'reflect-metadata';
import { ServiceDataSource } from '@mdm-gate/database';
import { createLogger, loadConfig, SystemClock } from '@mdm-gate/service-kit';
import { configPrefix, databaseConfigSchema } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { KeyRotation } from './keys/key-rotation.ts';
import { auditKeysFrom, keyringsFrom } from './keys/keyrings.ts';

const logger = createLogger('token-admin-rotate-keys');
try {
  const config = loadConfig(databaseConfigSchema, configPrefix);
  const keyrings = { ...keyringsFrom(config), auditKeys: auditKeysFrom(config) };
  const dataSource = new ServiceDataSource(databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger));
  await dataSource.open();
  const rotation = new KeyRotation({ dataSource, ...keyrings, clock: new SystemClock() });
  const { rewrapped, redigested } = await rotation.rotateAll();
  await dataSource.destroy();
  process.stdout.write(`${rewrapped} values re-wrapped, ${redigested} values digested anew\n`);
} catch (error) {
  logger.fatal(
    { err: error },
    'the keys could not be rotated; what was done stays done, so it may be repeated',
  );
  process.exitCode = 1;
}
