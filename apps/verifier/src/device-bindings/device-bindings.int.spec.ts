import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import type { ActiveSetToken } from '@mdm-gate/contracts';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { failuresMax } from '../decision/decision.ts';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const [valueOfA, valueOfB, valueOfAll] = ['value-of-a', 'value-of-b', 'value-of-all'];

describe('what a device did before', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let admin: Redis;
  let replicas: Replica[];
  let authority: Authority;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    authority = await Authority.connect(nats.url);
    admin = new Redis(redis.url, { maxRetriesPerRequest: null });
    const servers = { natsUrl: nats.url, redisUrl: redis.url };
    replicas = await Promise.all([startReadyReplica(servers), startReadyReplica(servers)]);
  });
  afterAll(async () => {
    admin.disconnect();
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([nats.stop(), redis.stop()]);
  });

  /** Two MDM connections with a token each, and a token for both. */
  const newOrganization = async () => {
    const [organization, connectionA, connectionB] = [organizationId(), randomUUID(), randomUUID()];
    const set = activeSet(1, [
      token({ ...digestOf(valueOfA), connectionId: connectionA }),
      token({ ...digestOf(valueOfB), connectionId: connectionB }),
      token(digestOf(valueOfAll)),
    ]);
    await authority.publish(organization, set);
    await authority.apply(organization, set);
    return { organization, connectionA, connectionB };
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

  it('binds it to the connection that it paired with, until it is released', async () => {
    const { device, pair, authenticate } = deviceOf((await newOrganization()).organization);
    expect(await authenticate(valueOfB)).toBe('token-active');
    expect(await pair(valueOfA)).toBe('token-active');
    expect(await authenticate(valueOfB)).toBe('managed-by-another-mdm');
    expect(await pair(valueOfB)).toBe('managed-by-another-mdm');
    expect(await authenticate(valueOfA)).toBe('token-active');
    expect(await authenticate(valueOfAll)).toBe('token-active');

    expect(await authority.release(device)).toMatchObject({ released: true });
    expect(await authority.release(device)).toMatchObject({ released: false });
    expect(await pair(valueOfB)).toBe('token-active');
    expect(await authenticate(valueOfA)).toBe('managed-by-another-mdm');
  });

  it('is bound to nothing by a token for all connections', async () => {
    const { pair } = deviceOf((await newOrganization()).organization);
    expect(await pair(valueOfAll)).toBe('token-active');
    expect(await pair(valueOfA)).toBe('token-active');
  });

  it('is released when its connection is removed', async () => {
    const { organization, connectionA } = await newOrganization();
    const { pair } = deviceOf(organization);
    expect(await pair(valueOfA)).toBe('token-active');
    await authority.removeConnection(organization, connectionA);
    await waitFor(async () => (await pair(valueOfB)) === 'token-active');
  });

  it('stays bound while only an event says that its connection was removed, and the active set does not', async () => {
    const { organization, connectionA } = await newOrganization();
    const { pair } = deviceOf(organization);
    expect(await pair(valueOfA)).toBe('token-active');
    await authority.sayConnectionRemoved(organization, connectionA);
    expect(await pair(valueOfB)).toBe('managed-by-another-mdm');
    expect((await authority.authenticate({ organizationId: organization })).enforced).toBe(true);
  });

  it('is bound again by a connection whose removal was undone', async () => {
    const { organization, connectionA } = await newOrganization();
    const [early, late] = [deviceOf(organization), deviceOf(organization)];
    expect(await early.pair(valueOfA)).toBe('token-active');
    await authority.removeConnection(organization, connectionA);
    await waitFor(async () => (await early.authenticate(valueOfB)) === 'token-active');
    await authority.setConnections(organization, (ids) => [...ids, connectionA]);
    await waitFor(async () => (await early.authenticate(valueOfB)) === 'managed-by-another-mdm');
    expect(await late.pair(valueOfA)).toBe('token-active');
    expect(await late.pair(valueOfB)).toBe('managed-by-another-mdm');
  });

  it('is bound to one connection only when it pairs with two at once', async () => {
    const { organization } = await newOrganization();
    for (let round = 0; round < 20; round += 1) {
      const { pair } = deviceOf(organization);
      const reasons = await Promise.all([valueOfA, valueOfB, valueOfA, valueOfB].map(pair));
      expect(reasons.toSorted()).toEqual([
        'managed-by-another-mdm',
        'managed-by-another-mdm',
        'token-active',
        'token-active',
      ]);
    }
  });

  it('is not forgotten with Redis', async () => {
    const { organization, connectionA } = await newOrganization();
    const [bound, released, ofRemoved] = [
      deviceOf(organization),
      deviceOf(organization),
      deviceOf(organization),
    ];
    const other = await newOrganization();
    const elsewhere = deviceOf(other.organization);
    await Promise.all([bound, released].map(({ pair }) => pair(valueOfB)));
    await ofRemoved.pair(valueOfA);
    await elsewhere.pair(valueOfA);
    await authority.release(released.device);
    await authority.removeConnection(organization, connectionA);
    await waitFor(async () => (await ofRemoved.pair(valueOfB)) === 'token-active');
    await admin.flushall();
    await waitFor(async () => (await bound.authenticate(valueOfA)) === 'managed-by-another-mdm');
    expect(await released.pair(valueOfA)).toBe('token-active');
    expect(await ofRemoved.authenticate(valueOfA)).toBe('managed-by-another-mdm');
    expect(await elsewhere.pair(valueOfB)).toBe('managed-by-another-mdm');
  });

  it.each<[string, Partial<ActiveSetToken>]>([
    ['token-revoked', { state: 'revoked' }],
    ['token-expired', { notAfter: '2020-01-01T00:00:00.000Z' }],
  ])('makes it wait after too many values that are no longer in force (%s)', async (reason, given) => {
    const organization = organizationId();
    const held = token({ ...digestOf(valueOfA), ...given });
    await authority.apply(organization, activeSet(1, [held, token(digestOf(valueOfAll))]));
    const { authenticate } = deviceOf(organization);
    for (let failure = 0; failure < failuresMax; failure += 1) {
      expect(await authenticate(valueOfA)).toBe(reason);
    }
    expect(await authenticate(valueOfA)).toBe('too-many-failures');
    expect(await authenticate(valueOfAll)).toBe('too-many-failures');
  });

  it('lets it go on at once when what others had to mend is mended', async () => {
    const { organization } = await newOrganization();
    const [withoutValue, ofAnotherMdm] = [deviceOf(organization), deviceOf(organization)];
    await ofAnotherMdm.pair(valueOfA);
    for (let failure = 0; failure <= failuresMax; failure += 1) {
      expect(await withoutValue.authenticate('')).toBe('token-missing');
      expect(await ofAnotherMdm.authenticate(valueOfB)).toBe('managed-by-another-mdm');
    }
    await authority.release(ofAnotherMdm.device);
    expect(await ofAnotherMdm.pair(valueOfB)).toBe('token-active');
    expect(await withoutValue.authenticate(valueOfA)).toBe('token-active');
  });

  it('makes it wait after too many wrong values, and nobody else', async () => {
    const { organization } = await newOrganization();
    const [guessing, honest] = [deviceOf(organization), deviceOf(organization)];
    for (let failure = 0; failure < failuresMax; failure += 1) {
      expect(await guessing.authenticate(`guess ${failure}`)).toBe('token-unknown');
    }
    expect(await guessing.authenticate('one more guess')).toBe('too-many-failures');
    expect(await guessing.pair(valueOfAll)).toBe('too-many-failures');
    expect(await honest.authenticate(valueOfAll)).toBe('token-active');
    const [key] = await admin.keys(`mdm:*:f:${organization}:*`);
    expect(await admin.ttl(key ?? '')).toBeGreaterThan(200);
  });
});
