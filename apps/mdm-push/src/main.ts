import 'reflect-metadata';
import { createLogger, loadConfig, runService } from '@mdm-gate/service-kit';
import { configPrefix, configSchema } from './config.ts';
import { startMdmPush } from './start-mdm-push.ts';

const service = 'mdm-push';
const logger = createLogger(service, { level: process.env.MDM_PUSH_LOG_LEVEL ?? 'info' });

await runService({
  service,
  logger,
  start: () => startMdmPush(loadConfig(configSchema, configPrefix), logger),
});
