import { createLogger } from '@mdm-gate/service-kit';
import { startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { RedisActiveSet } from './redis-active-set.ts';
import { RedisConnection } from './redis-connection.ts';
import { SeenSets } from './seen-sets.ts';

describe('a master that no longer reaches its replicas', () => {
  let master: RunningServer;
  let replica: RunningServer;
  let connection: RedisConnection;
  let store: RedisActiveSet;

  beforeAll(async () => {
    master = await startRedis({ settings: { 'min-replicas-to-write': '1', 'min-replicas-max-lag': '2' } });
    replica = await startRedis({ settings: { replicaof: `127.0.0.1 ${master.port}` } });
    connection = new RedisConnection({ url: master.url }, createLogger('test', { level: 'silent' }));
    connection.start();
    store = new RedisActiveSet(connection, new SeenSets());
  });
  afterAll(async () => {
    connection.stop();
    await Promise.all([master.stop(), replica.stop()]);
  });

  const fill = async (): Promise<boolean> => {
    const filling = await store.startFilling();
    await filling.applyAll([]);
    return filling.complete();
  };

  it('takes no revocation for effective, decides nothing when its proof is over, and goes on when they are back', async () => {
    await waitFor(fill);
    const organization = organizationId();
    const held = token();
    await store.apply(organization, activeSet(1, [held]));
    const find = () => store.find({ organizationId: organization, deviceId: 'd', digests: [held.digest] });
    expect(await find()).toMatchObject({ known: 'organization' });

    await replica.kill('SIGSTOP');
    await waitFor(async () => (await store.look()) === 'unreachable');
    const revocation = activeSet(2, [{ ...held, state: 'revoked' }]);
    await expect(store.apply(organization, revocation)).rejects.toMatchObject({
      code: 'dependency-unavailable',
      retryable: true,
    });
    await waitFor(async () => (await find()).known === 'nothing');

    await replica.kill('SIGCONT');
    await waitFor(async () => (await store.look()) === 'filled');
    await store.apply(organization, revocation);
    expect(await find()).toMatchObject({ known: 'organization', token: { state: 'revoked' } });
  });
});
