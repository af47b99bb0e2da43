import type { CheckReply } from '@mdm-gate/contracts';
import { Redis } from 'ioredis';
import { startNats, startRedis, startRedisSentinel, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const value = 'a-token-value-of-this-test';

describe('when Sentinel promotes another Redis', () => {
  let nats: RunningServer;
  let redises: RunningServer[];
  let sentinels: RunningServer[];
  let replicas: Replica[];
  let authority: Authority;
  const clients: Redis[] = [];

  const clientOf = ({ url }: RunningServer): Redis => {
    const client = new Redis(url, { maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    clients.push(client);
    return client;
  };
  const whoIsMaster = async (sentinel: Redis): Promise<RunningServer> => {
    const address = await sentinel.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'gate');
    const port = Array.isArray(address) ? Number(address[1]) : 0;
    return redises.find((redis) => redis.port === port) ?? Promise.reject(new Error('no master'));
  };
  const knowsBothReplicas = (sentinel: RunningServer) =>
    (sentinel.output().match(/\+slave /g) ?? []).length >= 2;

  beforeAll(async () => {
    const primary = await startRedis();
    const settings = { replicaof: `127.0.0.1 ${primary.port}` };
    redises = [primary, await startRedis({ settings }), await startRedis({ settings })];
    const watching = { primary, masterName: 'gate', quorum: 2, downAfterMs: 1_000 };
    sentinels = await Promise.all([1, 2, 3].map(() => startRedisSentinel(watching)));
    await waitFor(() => sentinels.every(knowsBothReplicas));
    nats = await startNats();
    authority = await Authority.connect(nats.url);
    const addresses = sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',');
    const servers = { natsUrl: nats.url, redisUrl: `redis+sentinel://${addresses}/gate` };
    replicas = await Promise.all([startReadyReplica(servers), startReadyReplica(servers)]);
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([nats, ...redises, ...sentinels].map((server) => server.stop()));
  });

  const check = (organization: string): Promise<CheckReply> =>
    authority.authenticate({ organizationId: organization, mdmToken: value });

  const heldBy = (redis: RunningServer, organization: string): Promise<string[]> =>
    clientOf(redis).keys(`mdm:*:o:${organization}`);

  /** An organization whose token is revoked on the master alone: the others come back with a copy from before. */
  const organizationWithUnreplicatedRevocation = async (master: RunningServer): Promise<string> => {
    const organization = organizationId();
    const held = token(digestOf(value));
    const others = redises.filter((redis) => redis !== master);
    await authority.publish(organization, activeSet(1, [held]));
    await waitFor(async () => (await check(organization)).reason === 'token-active');
    for (const other of others) {
      await waitFor(async () => (await heldBy(other, organization)).length === 1);
      await clientOf(other).save();
      await other.kill();
    }
    const revocation = activeSet(2, [{ ...held, state: 'revoked' }]);
    await authority.publish(organization, revocation);
    await authority.apply(organization, revocation);
    return organization;
  };

  it('although one Sentinel hangs, checks are unavailable until it is filled, and a revocation that it never got holds', async () => {
    const [hanging, , sentinel] = sentinels as [RunningServer, RunningServer, RunningServer];
    const master = await whoIsMaster(clientOf(sentinel));
    const organization = await organizationWithUnreplicatedRevocation(master);
    const reasons: string[] = [];
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) reasons.push((await check(organization)).reason);
    })();
    await hanging.kill('SIGSTOP');
    await master.kill();
    for (const other of redises.filter((redis) => redis !== master)) {
      await other.restart();
      expect(await heldBy(other, organization)).toHaveLength(1);
    }
    await waitFor(() => reasons.includes('unavailable'));
    await waitFor(async () => (await whoIsMaster(clientOf(sentinel))) !== master);
    await waitFor(() => reasons.at(-1) === 'token-revoked');
    for (const replica of replicas) await waitFor(() => replica.isReady());
    over.abort();
    await asking;
    expect(new Set(reasons)).toEqual(new Set(['token-revoked', 'unavailable']));
  });
});
