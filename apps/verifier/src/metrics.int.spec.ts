import { Redis } from 'ioredis';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from './fixtures/active-sets.ts';
import { Authority } from './fixtures/authority.ts';
import { digestOf } from './fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from './fixtures/replica.ts';

const value = 'a-token-value-of-this-test';

describe('the metrics of a replica', () => {
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
    await Promise.all([authority.close(), replica.stop()]);
    await Promise.all([nats.stop(), redis.stop()]);
  });

  /** A sample by its name and labels, as it stands in the text; 0 while there is none. */
  const readMetric = async (): Promise<(sample: string) => number> => {
    const lines = (await replica.metrics()).split('\n');
    return (sample) => Number(lines.find((line) => line.startsWith(`${sample} `))?.split(' ')[1] ?? 0);
  };
  const newOrganization = async (version: number, mode: 'enforce' | 'monitor') => {
    const organization = organizationId();
    await authority.apply(organization, activeSet(version, [token(digestOf(value))], { mode }));
    return organization;
  };
  const checked = (decision: string, reason: string) =>
    `verifier_checks_total{decision="${decision}",reason="${reason}"}`;

  it('count checks by decision and reason', async () => {
    const [enforced, monitored] = [await newOrganization(1, 'enforce'), await newOrganization(1, 'monitor')];
    const before = await readMetric();
    for (let repeated = 0; repeated < 3; repeated += 1)
      await authority.authenticate({ organizationId: enforced, mdmToken: value });
    await authority.pair({ organizationId: enforced, mdmToken: 'wrong' });
    await authority.pair({ organizationId: monitored, mdmToken: 'wrong' });
    await authority.pair({ organizationId: monitored, mdmToken: null });
    await authority.authenticate({ organizationId: organizationId(), mdmToken: value });
    const after = await readMetric();
    const grown = (sample: string) => after(sample) - before(sample);
    expect({
      active: grown(checked('proceed', 'token-active')),
      unknown: grown(checked('halt', 'token-unknown')),
      unknownMonitored: grown(checked('proceed', 'token-unknown')),
      missingMonitored: grown(checked('proceed', 'token-missing')),
      noOrganization: grown(checked('halt', 'organization-unknown')),
    }).toEqual({ active: 3, unknown: 1, unknownMonitored: 1, missingMonitored: 1, noOrganization: 1 });
    expect(after(checked('halt', 'token-active'))).toBe(0);
  });

  it('tell how long checks take', async () => {
    const organization = await newOrganization(1, 'enforce');
    const before = await readMetric();
    const beganAtMs = performance.now();
    for (let repeated = 0; repeated < 5; repeated += 1)
      await authority.authenticate({ organizationId: organization, mdmToken: value });
    const tookSeconds = (performance.now() - beganAtMs) / 1_000;
    const after = await readMetric();
    const grown = (sample: string) => after(sample) - before(sample);
    expect(grown('verifier_check_duration_seconds_count')).toBe(5);
    expect(grown('verifier_check_duration_seconds_bucket{le="+Inf"}')).toBe(5);
    expect(grown('verifier_check_duration_seconds_sum')).toBeGreaterThan(0);
    expect(grown('verifier_check_duration_seconds_sum')).toBeLessThan(tookSeconds);
  });

  it('tell the versions of active sets', async () => {
    const before = await readMetric();
    const organization = await newOrganization(3, 'enforce');
    await newOrganization(4, 'enforce');
    await authority.apply(organization, activeSet(5, []));
    const after = await readMetric();
    expect(after('verifier_organizations') - before('verifier_organizations')).toBe(2);
    expect(after('verifier_active_set_versions') - before('verifier_active_set_versions')).toBe(9);
  });

  it('tell the age of the newest event', async () => {
    const age = async () => (await readMetric())('verifier_newest_event_age_seconds');
    const publish = (secondsAgo: number) =>
      authority.publish(organizationId(), activeSet(1, []), {
        occurredAt: new Date(Date.now() - secondsAgo * 1_000).toISOString(),
      });
    expect(await age()).toBeNaN();
    await publish(1_000);
    const first = await waitFor(async () => (await age()) || false, { describe: 'the first event' });
    expect(first).toBeGreaterThanOrEqual(1_000);
    expect(first).toBeLessThan(1_060);
    await publish(100);
    await waitFor(async () => (await age()) < 160, { describe: 'the newer event' });
    await publish(500);
    await authority.publish(organizationId(), activeSet(1, []));
    expect(await age()).toBeLessThan(400);
  });

  it('count refills and tell how long the last one took', async () => {
    const before = await readMetric();
    expect(before('verifier_refills_total{outcome="filled"}')).toBe(1);
    const admin = new Redis(redis.url);
    const beganAtMs = performance.now();
    await admin.flushall();
    admin.disconnect();
    await waitFor(async () => (await readMetric())('verifier_refills_total{outcome="filled"}') === 2);
    const tookSeconds = (performance.now() - beganAtMs) / 1_000;
    const after = await readMetric();
    expect(after('verifier_refill_duration_seconds')).toBeGreaterThan(0);
    expect(after('verifier_refill_duration_seconds')).toBeLessThan(tookSeconds);
  });
});
