import { setTimeout as delay } from 'node:timers/promises';
import type { INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Registry } from '@prometheus-io/client';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { NatsTransport } from '@mdm-gate/messaging';
import {
  HealthServer,
  Loops,
  NestLogger,
  type Logger,
  type ReadinessCheck,
  type RunningService,
} from '@mdm-gate/service-kit';
import { RedisConnection } from './active-set/redis-connection.ts';
import { RefillWhenEmpty } from './active-set/refill-when-empty.ts';
import { StoreReadiness } from './active-set/store-readiness.ts';
import { FollowBindings } from './device-bindings/follow-bindings.ts';
import { KeepBindings } from './device-bindings/keep-bindings.ts';
import type { Config } from './config.ts';
import { readinessChecks, VerifierModule } from './verifier.module.ts';

/**
 * Starts the service with its health server. It takes part in answering once it can decide, however long Redis and NATS may
 * take: until then the other replicas, who can, get all checks. From then on it answers whatever happens.
 */
export const startVerifier = async (config: Config, logger: Logger): Promise<RunningService> => {
  const options: Readonly<AsyncMicroserviceOptions & { logger: NestLogger; abortOnError: false }> = {
    logger: new NestLogger(logger),
    abortOnError: false,
    useFactory: (strategy: NatsTransport) => ({ strategy }),
    inject: [NatsTransport],
  };
  const app = await NestFactory.createMicroservice(VerifierModule.for(config, logger), options);
  const [connection, refill] = [app.get(RedisConnection), app.get(RefillWhenEmpty)];
  const bindings = [app.get(FollowBindings), app.get(KeepBindings)];
  await app.init();
  connection.start();
  refill.start();
  for (const each of bindings) each.start();
  const checks = [
    ...readinessChecks.map((check): ReadinessCheck => app.get(check)),
    ...app.get(Loops).checks,
  ];
  const health = new HealthServer({
    service: 'verifier',
    ...config.health,
    checks,
    metrics: app.get(Registry),
  });
  const { url } = await health.listen();
  const stopping = new AbortController();
  return {
    addresses: { healthUrl: url },
    ready: takePart(app, checks, stopping.signal),
    stopPauseMs: config.stopPauseMs,
    leave: () => {
      health.leave();
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(bindings.map((each) => each.stop()));
      await app.close();
      await refill.stop();
      connection.stop();
      await health.close();
    },
  };
};

const takePart = async (
  app: INestMicroservice,
  checks: readonly ReadinessCheck[],
  signal: AbortSignal,
): Promise<void> => {
  await untilReady([app.get(StoreReadiness)], signal);
  if (!signal.aborted) await app.listen();
  await untilReady(checks, signal);
};

const untilReady = async (checks: readonly ReadinessCheck[], signal: AbortSignal): Promise<void> => {
  for (const check of checks) {
    while (!signal.aborted && (await check.problem()) !== null) await delay(50);
  }
};
