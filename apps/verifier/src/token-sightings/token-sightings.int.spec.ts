import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const value = 'a-token-value-of-this-test';

describe('a token that devices present', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let replica: Replica;
  let authority: Authority;
  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    authority = await Authority.connect(nats.url);
    replica = await startReadyReplica({ natsUrl: nats.url, redisUrl: redis.url });
  });
  afterAll(async () => {
    await authority.close();
    await replica.stop();
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const check = (organization: string) =>
    authority.authenticate({ organizationId: organization, mdmToken: value });

  it('is said to others once, however many checks there are', async () => {
    const [organization, held] = [organizationId(), token(digestOf(value))];
    await authority.apply(organization, activeSet(1, [held]));
    for (let count = 0; count < 10; count += 1) {
      await expect(check(organization)).resolves.toMatchObject({ decision: 'proceed' });
    }
    const other = organizationId();
    await authority.apply(other, activeSet(1, [token(digestOf(value))]));
    await check(other);
    await waitFor(async () => (await authority.sightings(other)).length === 1);
    const events = await authority.sightings(organization);
    expect(events).toMatchObject([
      { type: 'TokenSeen', tokenId: held.tokenId, platform: 'ios', activeSetVersion: 1 },
    ]);
    await expect(authority.sightingsCount()).resolves.toBe(2);
    expect(JSON.stringify(events)).not.toContain(value);
  });
});
