import 'reflect-metadata';
import { createLogger, runService } from '@mdm-gate/service-kit';
import { readConfig } from './config.ts';
import { startVerifier } from './start-verifier.ts';

const logger = createLogger('verifier');

await runService({
  service: 'verifier',
  logger,
  start: () => {
    const config = readConfig();
    logger.level = config.logLevel;
    return startVerifier(config, logger);
  },
});
