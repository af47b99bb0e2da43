import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { NatsTransport } from '@mdm-gate/messaging';
import { HealthServer, NestLogger, type Logger, type RunningService } from '@mdm-gate/service-kit';
import { RedisConnection } from './active-set/redis-connection.ts';
import { RefillWhenEmpty } from './active-set/refill-when-empty.ts';
import type { Config } from './config.ts';
import { readinessChecks, VerifierModule } from './verifier.module.ts';

/** Starts the service with its health server. It waits for nothing: checks are `unavailable` until Redis is filled. */
export const startVerifier = async (config: Config, logger: Logger): Promise<RunningService> => {
  const options: Readonly<AsyncMicroserviceOptions & { logger: NestLogger; abortOnError: false }> = {
    logger: new NestLogger(logger),
    abortOnError: false,
    useFactory: (strategy: NatsTransport) => ({ strategy }),
    inject: [NatsTransport],
  };
  const app = await NestFactory.createMicroservice(VerifierModule.for(config, logger), options);
  const [connection, refill] = [app.get(RedisConnection), app.get(RefillWhenEmpty)];
  connection.start();
  refill.start();
  await app.listen();
  const health = new HealthServer({
    port: config.healthPort,
    checks: readinessChecks.map((check) => app.get(check)),
  });
  const { url } = await health.listen();
  return {
    addresses: { healthUrl: url },
    stop: async () => {
      await app.close();
      await refill.stop();
      connection.stop();
      await health.close();
    },
  };
};
