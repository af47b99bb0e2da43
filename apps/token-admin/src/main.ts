import 'reflect-metadata';
import { createLogger, loadConfig, runService } from '@mdm-gate/service-kit';
import { configPrefix, configSchema } from './config.ts';
import { startTokenAdmin } from './start-token-admin.ts';

const logger = createLogger('token-admin');

await runService({
  service: 'token-admin',
  logger,
  start: () => {
    const config = loadConfig(configSchema, configPrefix);
    logger.level = config.TOKEN_ADMIN_LOG_LEVEL;
    return startTokenAdmin(config, logger);
  },
});
