import { DatabaseReadiness } from '@mdm-gate/database';
import { NatsReadiness, NatsTransport } from '@mdm-gate/messaging';
import { HealthServer, NestLogger, type Logger, type RunningService } from '@mdm-gate/service-kit';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from './config.ts';
import { dressGateway, fastifyAdapter } from './gateway/fastify-gateway.ts';
import { serveConsole } from './gateway/console-pages/serve-console.ts';
import { PublicAddress } from './gateway/console-session/public-address.ts';
import { TokenAdminModule } from './token-admin.module.ts';

/** Resolves once the gateway listens. NATS may still be down then: creating goes on without it. */
export const startTokenAdmin = async (config: Config, logger: Logger): Promise<RunningService> => {
  const options: Readonly<NestApplicationOptions> = {
    logger: new NestLogger(logger),
    // Fastify reads JSON by itself; NestJS would have it read forms as well.
    bodyParser: false,
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    TokenAdminModule.with(config, logger),
    fastifyAdapter(config.TOKEN_ADMIN_TRUSTED_PROXIES),
    options,
  );
  try {
    return await serve(app, config, logger);
  } catch (error) {
    await app.close();
    throw error;
  }
};

const serve = async (
  app: NestFastifyApplication,
  config: Config,
  logger: Logger,
): Promise<RunningService> => {
  await dressGateway(app, logger);
  await serveConsole(app, { prefix: app.get(PublicAddress).prefix });
  app.connectMicroservice({ strategy: app.get(NatsTransport) });
  await app.startAllMicroservices();
  await app.listen(config.TOKEN_ADMIN_HTTP_PORT, config.TOKEN_ADMIN_HTTP_HOST);
  const health = new HealthServer({
    port: config.TOKEN_ADMIN_HEALTH_PORT,
    host: config.TOKEN_ADMIN_HEALTH_HOST,
    checks: [app.get(DatabaseReadiness), app.get(NatsReadiness)],
  });
  const { url: healthUrl } = await health.listen();
  return {
    addresses: { gatewayUrl: await app.getUrl(), healthUrl },
    stop: async () => {
      await app.close();
      await health.close();
    },
  };
};
