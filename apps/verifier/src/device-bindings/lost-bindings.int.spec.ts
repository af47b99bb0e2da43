import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import {
  backUpFiles,
  startNats,
  startRedis,
  untilDone,
  waitFor,
  type RunningServer,
} from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const [valueOfA, valueOfB] = ['value-of-a', 'value-of-b'];
const timeoutMs = 60_000;

describe('bindings that the stream has lost', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let admin: Redis;
  let replicas: Replica[];
  let authority: Authority;

  beforeEach(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    authority = await Authority.connect(nats.url);
    admin = new Redis(redis.url, { maxRetriesPerRequest: null });
    const servers = { natsUrl: nats.url, redisUrl: redis.url };
    replicas = await Promise.all([startReadyReplica(servers), startReadyReplica(servers)]);
  });
  afterEach(async () => {
    admin.disconnect();
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const newOrganization = async () => {
    const [organization, connectionA, connectionB] = [organizationId(), randomUUID(), randomUUID()];
    const set = activeSet(1, [
      token({ ...digestOf(valueOfA), connectionId: connectionA }),
      token({ ...digestOf(valueOfB), connectionId: connectionB }),
    ]);
    const say = async () => {
      await authority.publish(organization, set);
      await authority.apply(organization, set);
    };
    await say();
    return { organization, say };
  };
  const deviceOf = (organization: string) => {
    const device = { organizationId: organization, deviceId: `device ${randomUUID()} .*>` };
    return {
      device,
      pair: async (mdmToken: string) => (await authority.pair({ ...device, mdmToken })).reason,
      authenticate: async (mdmToken: string) =>
        (await authority.authenticate({ ...device, mdmToken })).reason,
    };
  };
  const isBackInTheStream = async (records: number): Promise<void> => {
    await waitFor(async () => (await authority.recordsOfBindings()) >= records, {
      describe: 'the stream to have the bindings',
      timeoutMs,
    });
  };

  it('are back in it after it was emptied, so that losing Redis as well later unbinds nobody', async () => {
    const { organization, say } = await newOrganization();
    const devices = Array.from({ length: 30 }, () => deviceOf(organization));
    for (const { pair } of devices) expect(await pair(valueOfA)).toBe('token-active');
    await nats.restart({ emptied: true });
    await isBackInTheStream(devices.length);
    await untilDone(say, { timeoutMs });
    await admin.flushall();
    for (const { authenticate } of devices)
      await waitFor(async () => (await authenticate(valueOfB)) === 'managed-by-another-mdm', { timeoutMs });
  });

  it('are back in it after it was restored from an older copy, each as it was last', async () => {
    const { organization } = await newOrganization();
    const [released, moved, late] = [deviceOf(organization), deviceOf(organization), deviceOf(organization)];
    await released.pair(valueOfA);
    await moved.pair(valueOfA);
    const backup = await backUpFiles(nats);
    const isPaired = async ({ pair }: ReturnType<typeof deviceOf>, mdmToken: string) =>
      (await pair(mdmToken)) === 'token-active';
    await untilDone(() => authority.release(released.device), { timeoutMs });
    await untilDone(() => authority.release(moved.device), { timeoutMs });
    await waitFor(() => isPaired(moved, valueOfB), { timeoutMs });
    await waitFor(() => isPaired(late, valueOfA), { timeoutMs });
    await backup.restore();
    await backup.remove();
    await isBackInTheStream(3);
    await waitFor(async () => (await authority.find(moved.device)).since != null, {
      timeoutMs,
    });
    await waitFor(async () => (await authority.find(late.device)).connectionId !== null, { timeoutMs });
    expect(await moved.authenticate(valueOfA)).toBe('managed-by-another-mdm');
    expect(await late.authenticate(valueOfB)).toBe('managed-by-another-mdm');
    await waitFor(async () => (await authority.find(released.device)).connectionId === null, { timeoutMs });
    expect(await released.authenticate(valueOfB)).toBe('token-active');
  });

  it('come again to a consumer that was deleted', async () => {
    const { organization } = await newOrganization();
    const device = deviceOf(organization);
    await authority.deleteConsumer('MDM_BINDINGS', 'verifier');
    await authority.deleteConsumer('MDM_TOKENS', 'verifier');
    expect(await device.pair(valueOfA)).toBe('token-active');
    await waitFor(() => authority.hasConsumer('MDM_BINDINGS', 'verifier'), { timeoutMs });
    await waitFor(() => authority.hasConsumer('MDM_TOKENS', 'verifier'), { timeoutMs });
    expect(await device.authenticate(valueOfB)).toBe('managed-by-another-mdm');
  });
});
