import { DatabaseReadiness, ServiceDataSource, untilUsable } from '@mdm-gate/database';
import { NatsReadiness, NatsTransport } from '@mdm-gate/messaging';
import { HealthServer, Loops, NestLogger, type Logger, type RunningService } from '@mdm-gate/service-kit';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { postgresTlsIn, type Config } from './config.ts';
import { databaseOptions } from './database/database-options.ts';
import { dressGateway, fastifyAdapter } from './gateway/fastify-gateway.ts';
import { IssuerReadiness } from './gateway/identity-provider/issuer-readiness.ts';
import { ChangeStreams } from './gateway/console-changes/change-streams.ts';
import { GatewayTraffic } from './gateway/gateway-traffic.ts';
import { serveConsole } from './gateway/console-pages/serve-console.ts';
import { PublicAddress } from './gateway/console-session/public-address.ts';
import { TokenAdminModule } from './token-admin.module.ts';

/**
 * Starts the health server, and resolves once the gateway listens, which waits for the database to be as it needs it. NATS
 * may still be down then: creating goes on without it.
 */
export const startTokenAdmin = async (config: Config, logger: Logger): Promise<RunningService> => {
  const dataSource = new ServiceDataSource(
    databaseOptions(config.TOKEN_ADMIN_POSTGRES_URL, logger, postgresTlsIn(config)),
  );
  const database = new DatabaseReadiness(dataSource);
  const health = new HealthServer({
    service: 'token-admin',
    port: config.TOKEN_ADMIN_HEALTH_PORT,
    host: config.TOKEN_ADMIN_HEALTH_HOST,
    checks: [database],
  });
  const { url: healthUrl } = await health.listen();
  try {
    await untilUsable(database, logger);
    const traffic = new GatewayTraffic();
    const app = await serve(config, { dataSource, logger, traffic });
    health.lookAt([database, app.get(NatsReadiness), app.get(IssuerReadiness), ...app.get(Loops).checks]);
    return {
      addresses: { gatewayUrl: await app.getUrl(), healthUrl },
      stopPauseMs: config.TOKEN_ADMIN_STOP_PAUSE_SECONDS * 1_000,
      leave: () => {
        health.leave();
        traffic.leave();
        app.get(ChangeStreams).endAll();
      },
      stop: async () => {
        await traffic.untilIdle();
        await app.close();
        await health.close();
      },
    };
  } catch (error) {
    await health.close();
    throw error;
  }
};

interface Surroundings {
  readonly dataSource: ServiceDataSource;
  readonly logger: Logger;
  readonly traffic: GatewayTraffic;
}

const serve = async (
  config: Config,
  { dataSource, logger, traffic }: Surroundings,
): Promise<NestFastifyApplication> => {
  const options: Readonly<NestApplicationOptions> = {
    logger: new NestLogger(logger),
    // Fastify reads JSON by itself; NestJS would have it read forms as well.
    bodyParser: false,
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    TokenAdminModule.with(config, dataSource, logger),
    fastifyAdapter(config.TOKEN_ADMIN_TRUSTED_PROXIES),
    options,
  );
  try {
    await dressGateway(app, logger, traffic);
    await serveConsole(app, { prefix: app.get(PublicAddress).prefix });
    app.connectMicroservice({ strategy: app.get(NatsTransport) });
    await app.startAllMicroservices();
    await app.listen(config.TOKEN_ADMIN_HTTP_PORT, config.TOKEN_ADMIN_HTTP_HOST);
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
};
