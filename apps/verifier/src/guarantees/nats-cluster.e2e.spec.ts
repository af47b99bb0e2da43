import { fileURLToPath } from 'node:url';
import { streams } from '@mdm-gate/contracts';
import { NatsLink } from '@mdm-gate/messaging';
import { createLogger } from '@mdm-gate/service-kit';
import {
  builtProgram,
  startNatsCluster,
  startProcess,
  startRedis,
  untilDone,
  waitFor,
  type RunningNatsCluster,
  type RunningProcess,
  type RunningServer,
} from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestKeys, digestOf } from '../fixtures/digest-keys.ts';

interface StreamInfo {
  readonly config: { readonly num_replicas: number };
  readonly cluster?: {
    readonly leader?: string;
    readonly replicas?: readonly { readonly current: boolean }[];
  };
}

const value = 'a-token-value-of-this-test';
/** Elections of the servers and redelivery of what was on its way take ten seconds each, on a busy machine several times that. */
const timeoutMs = 90_000;

describe('the verifier on three NATS servers', () => {
  let cluster: RunningNatsCluster;
  let redis: RunningServer;
  let verifier: RunningProcess;
  let authority: Authority;
  let link: NatsLink;

  beforeAll(async () => {
    [cluster, redis] = await Promise.all([startNatsCluster(), startRedis()]);
    verifier = await startProcess({
      command: process.execPath,
      args: [builtProgram(fileURLToPath(new URL('../../dist/main.js', import.meta.url)))],
      env: {
        VERIFIER_HEALTH_PORT: '0',
        VERIFIER_REDIS_URL: redis.url,
        VERIFIER_NATS_URL: cluster.url,
        VERIFIER_STREAM_REPLICAS: '3',
        VERIFIER_DIGEST_KEYS: digestKeys,
      },
      readyWhen: /"ready":true/,
    });
    link = new NatsLink({
      name: 'test',
      inboxPrefix: '_INBOX.test',
      url: cluster.url,
      logger: createLogger('test', { level: 'silent' }),
    });
    link.open();
    // It asks for one replica, as a service whose setting was forgotten.
    authority = await Authority.connect(cluster.url);
  });
  afterAll(async () => {
    await authority.close();
    await link.close();
    await verifier.stop();
    await redis.stop();
    await cluster.stop();
  });

  const infoOf = async (stream: string): Promise<StreamInfo> => {
    const reply = await link.requireConnection().request(`$JS.API.STREAM.INFO.${stream}`, '', {
      timeout: 2_000,
    });
    return reply.json<StreamInfo>();
  };
  const infos = () => Promise.all(Object.values(streams).map(({ name }) => infoOf(name)));
  const untilWhole = () =>
    waitFor(
      async () =>
        (await infos()).every(
          ({ cluster: state }) => state?.replicas?.filter(({ current }) => current).length === 2,
        ),
      { describe: 'every stream to have its copies', timeoutMs },
    );
  const untilReason = (organization: string, reason: string) =>
    waitFor(
      async () => (await authority.pair({ organizationId: organization, mdmToken: value })).reason === reason,
      { describe: `pairing to be ${reason}`, timeoutMs },
    );

  it('goes on through the loss of each: checks, revocations and bindings', async () => {
    for (const [name, server] of cluster.servers) {
      await untilWhole();
      const organization = organizationId();
      const bound = token({ ...digestOf(value), connectionId: '0190b2f2-6c1e-7d3a-8b7e-1f2a3b4c5d6e' });
      await authority.publish(organization, activeSet(1, [bound]));
      await untilReason(organization, 'token-active');
      await server.kill();
      await untilReason(organization, 'token-active');
      await untilDone(() => authority.publish(organization, activeSet(2, [{ ...bound, state: 'revoked' }])), {
        describe: `an event to be stored without ${name}`,
        timeoutMs,
      });
      await untilReason(organization, 'token-revoked');
      await server.restart();
    }
    await untilWhole();
    const replicas = (await infos()).map(({ config }) => config.num_replicas);
    expect(new Set(replicas)).toEqual(new Set([3]));
  }, 900_000);
});
