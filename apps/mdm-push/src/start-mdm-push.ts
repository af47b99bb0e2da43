import { DatabaseReadiness } from '@mdm-gate/database';
import { NatsReadiness, NatsTransport } from '@mdm-gate/messaging';
import { HealthServer, NestLogger, type Logger, type RunningService } from '@mdm-gate/service-kit';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import type { Config } from './config.ts';
import { MdmPushModule } from './mdm-push.module.ts';

/** Starts the service with its health server. It waits for its database, and not for NATS. */
export const startMdmPush = async (config: Config, logger: Logger): Promise<RunningService> => {
  const options: Readonly<AsyncMicroserviceOptions & { logger: NestLogger; abortOnError: false }> = {
    logger: new NestLogger(logger),
    abortOnError: false,
    useFactory: (strategy: NatsTransport) => ({ strategy }),
    inject: [NatsTransport],
  };
  const app = await NestFactory.createMicroservice(MdmPushModule.with(config, logger), options);
  await app.listen();
  const health = new HealthServer({
    port: config.MDM_PUSH_HEALTH_PORT,
    host: config.MDM_PUSH_HEALTH_HOST,
    checks: [app.get(DatabaseReadiness), app.get(NatsReadiness)],
  });
  const { url } = await health.listen();
  return {
    addresses: { healthUrl: url },
    stop: async () => {
      await app.close();
      await health.close();
    },
  };
};
