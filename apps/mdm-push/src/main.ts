import 'reflect-metadata';
import { createLogger, loadConfig, runService } from '@mdm-gate/service-kit';
import { configPrefix, configSchema } from './config.ts';
import { startMdmPush } from './start-mdm-push.ts';

const logger = createLogger('mdm-push');

await runService({
  service: 'mdm-push',
  logger,
  start: () => {
    const config = loadConfig(configSchema, configPrefix);
    logger.level = config.MDM_PUSH_LOG_LEVEL;
    return startMdmPush(config, logger);
  },
});
