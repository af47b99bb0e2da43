import { randomUUID } from 'node:crypto';
import type { DeviceObservation } from '@mdm-gate/contracts';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const [value, newValue] = ['a-token-value-of-this-test', 'another-value-of-this-test'];

describe('what devices present', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let replicas: readonly Replica[];
  let authority: Authority;
  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    const servers = { natsUrl: nats.url, redisUrl: redis.url };
    authority = await Authority.connect(nats.url);
    replicas = await Promise.all([startReadyReplica(servers), startReadyReplica(servers)]);
  });
  afterAll(async () => {
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const newOrganization = async () => {
    const organization = organizationId();
    const [held, next] = [token(digestOf(value)), token(digestOf(newValue))];
    await authority.apply(organization, activeSet(1, [held, next]));
    return { organization, held, next };
  };
  const observed = async (organization: string): Promise<readonly DeviceObservation[]> =>
    (await authority.observed(organization)).flatMap(({ observations }) => observations);

  it('is said once by all replicas together, however many checks there are, and never by its value', async () => {
    const { organization, held } = await newOrganization();
    const device = { organizationId: organization, deviceId: 'a/b %{c}@d', mdmToken: value };
    await authority.pair(device);
    await waitFor(async () => (await observed(organization)).length === 1);
    for (let count = 0; count < 40; count += 1) await authority.authenticate(device);
    const marker = { ...device, deviceId: randomUUID(), mdmToken: 'foreign-value' };
    await authority.authenticate(marker);
    await waitFor(async () =>
      (await observed(organization)).some(({ deviceId }) => deviceId === marker.deviceId),
    );
    const events = await authority.observed(organization);
    expect(events.flatMap(({ observations }) => observations)).toMatchObject([
      { deviceId: device.deviceId, flow: 'pairing', tokenId: held.tokenId, presented: 'token-active' },
      { deviceId: marker.deviceId, tokenId: null, reason: 'token-unknown', decision: 'halt' },
    ]);
    expect(events).toMatchObject([{ activeSetVersion: 1 }, { activeSetVersion: 1 }]);
    expect(JSON.stringify(events)).not.toMatch(/a-token-value-of-this-test|foreign-value/);
  });

  it('is said again by whichever replica sees it change, also back to what that replica said before', async () => {
    const { organization, held, next } = await newOrganization();
    const device = { organizationId: organization, deviceId: randomUUID() };
    const presented: string[] = [];
    for (let turn = 0; turn < 12; turn += 1) {
      const isNew = turn % 2 === 1;
      await authority.authenticate({ ...device, mdmToken: isNew ? newValue : value });
      presented.push(isNew ? next.tokenId : held.tokenId);
      await waitFor(async () => (await observed(organization)).length === turn + 1, {
        describe: `observation ${turn + 1}`,
      });
    }
    const said = await observed(organization);
    expect(said.map(({ tokenId }) => tokenId)).toEqual(presented);
    expect(said.map(({ at }) => at).toSorted()).toEqual(said.map(({ at }) => at));
    const shares = await Promise.all(replicas.map((replica) => replica.metrics()));
    expect(shares.filter((text) => /verifier_observations_total [1-9]/.test(text))).toHaveLength(2);
  });
});
