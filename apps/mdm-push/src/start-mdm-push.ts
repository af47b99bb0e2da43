import { DatabaseReadiness, ServiceDataSource, untilUsable } from '@mdm-gate/database';
import { NatsReadiness, NatsTransport } from '@mdm-gate/messaging';
import { HealthServer, Loops, NestLogger, type Logger, type RunningService } from '@mdm-gate/service-kit';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { postgresTlsIn, type Config } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { MdmPushModule } from './mdm-push.module.ts';

/** Starts the health server, and the service once its database is as it needs it. It does not wait for NATS. */
export const startMdmPush = async (config: Config, logger: Logger): Promise<RunningService> => {
  const dataSource = new ServiceDataSource(
    databaseOptions(config.MDM_PUSH_POSTGRES_URL, logger, postgresTlsIn(config)),
  );
  const database = new DatabaseReadiness(dataSource);
  const health = new HealthServer({
    service: 'mdm-push',
    port: config.MDM_PUSH_HEALTH_PORT,
    host: config.MDM_PUSH_HEALTH_HOST,
    checks: [database],
  });
  const { url } = await health.listen();
  await untilUsable(database, logger);
  const app = await makeApp(config, dataSource, logger);
  await app.listen();
  health.lookAt([database, app.get(NatsReadiness), ...app.get(Loops).checks]);
  return {
    addresses: { healthUrl: url },
    stopPauseMs: config.MDM_PUSH_STOP_PAUSE_SECONDS * 1_000,
    leave: () => {
      health.leave();
    },
    stop: async () => {
      await app.close();
      await health.close();
    },
  };
};

const makeApp = (
  config: Config,
  dataSource: ServiceDataSource,
  logger: Logger,
): Promise<INestMicroservice> => {
  const options: Readonly<AsyncMicroserviceOptions & { logger: NestLogger; abortOnError: false }> = {
    logger: new NestLogger(logger),
    abortOnError: false,
    useFactory: (strategy: NatsTransport) => ({ strategy }),
    inject: [NatsTransport],
  };
  return NestFactory.createMicroservice(MdmPushModule.with(config, dataSource, logger), options);
};
