import { checkAuthentication, type CheckReply, type CheckRequest } from '@mdm-gate/contracts';
import { startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';
import { VerifierProcess } from '../fixtures/verifier-process.ts';

const timeoutMs = 60_000;

/** token-admin in this process and a verifier that can be killed, on servers of their own. Needs the verifier's build. */
export class FleetServices {
  private constructor(
    readonly gateway: RunningGateway,
    readonly verifier: VerifierProcess,
    private readonly redis: RunningServer,
  ) {}

  static async start(): Promise<FleetServices> {
    const [gateway, redis] = await Promise.all([startGateway({}, { realVerifier: true }), startRedis()]);
    const verifier = await VerifierProcess.start({
      VERIFIER_REDIS_URL: redis.url,
      VERIFIER_NATS_URL: gateway.nats.url,
      VERIFIER_DIGEST_KEYS: gateway.environment['TOKEN_ADMIN_DIGEST_KEYS'] ?? '',
    });
    return new FleetServices(gateway, verifier, redis);
  }

  /** One answer, whoever starts anew meanwhile. */
  ask(check: CheckRequest): Promise<CheckReply> {
    const { requester } = this.gateway.neighbours;
    return waitFor(
      async () => {
        const reply = await requester.ask(checkAuthentication, check);
        return reply.reason !== 'unavailable' && reply;
      },
      { timeoutMs, describe: 'a check to be answered' },
    );
  }

  async stop(): Promise<void> {
    await this.verifier.stop();
    await this.gateway.stop();
    await this.redis.stop();
  }
}
