import type { CheckReply } from '@mdm-gate/contracts';
import { Redis } from 'ioredis';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const value = 'a-token-value-of-this-test';

describe('when Redis loses what it holds', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let admin: Redis;
  let replicas: Replica[];
  let authority: Authority;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    authority = await Authority.connect(nats.url);
    admin = new Redis(redis.url, { maxRetriesPerRequest: null });
    admin.on('error', () => undefined);
    const servers = { natsUrl: nats.url, redisUrl: redis.url };
    replicas = await Promise.all([startReadyReplica(servers), startReadyReplica(servers)]);
  });
  afterAll(async () => {
    admin.disconnect();
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([nats.stop(), redis.stop()]);
  });

  /** An organization whose token was active and is revoked now; a copy of Redis from before is on disk. */
  const organizationWithRevokedToken = async (): Promise<string> => {
    const organization = organizationId();
    const revoked = token(digestOf(value));
    await authority.publish(organization, activeSet(1, [revoked]));
    await waitFor(async () => (await check(organization)).reason === 'token-active');
    await admin.save();
    const revocation = activeSet(2, [{ ...revoked, state: 'revoked' }]);
    await authority.publish(organization, revocation);
    await authority.apply(organization, revocation);
    return organization;
  };
  const check = (organization: string): Promise<CheckReply> =>
    authority.authenticate({ organizationId: organization, mdmToken: value });

  /** Asks all the time while something happens to Redis, and until the true reason is back. */
  const reasonsDuring = async (organization: string, fault: () => Promise<unknown>): Promise<Set<string>> => {
    const reasons = new Set<string>();
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) reasons.add((await check(organization)).reason);
    })();
    await fault();
    await waitFor(() => reasons.has('unavailable'), { describe: 'checks to be unavailable' });
    await waitFor(async () => (await check(organization)).reason === 'token-revoked');
    over.abort();
    await asking;
    return reasons;
  };

  it.each([
    ['flushed', () => admin.flushall()],
    ['killed and restarted from an old copy', () => redis.kill().then(() => redis.restart())],
    ['restarted empty', () => redis.restart({ emptied: true })],
  ])(
    'is %s, checks are unavailable and then as before, and never is a revoked token accepted',
    async (_, fault) => {
      const organization = await organizationWithRevokedToken();
      const reasons = await reasonsDuring(organization, fault);
      expect(reasons).toEqual(new Set(['token-revoked', 'unavailable']));
    },
  );

  it('answers an application of a set with an error until Redis is filled', async () => {
    const organization = await organizationWithRevokedToken();
    await redis.kill('SIGKILL');
    await expect(authority.apply(organization, activeSet(3, []))).rejects.toMatchObject({
      code: 'dependency-unavailable',
      retryable: true,
    });
    for (const replica of replicas) await waitFor(async () => !(await replica.isReady()));
    await redis.restart();
    await waitFor(() => authority.apply(organization, activeSet(3, [])));
    expect(await check(organization)).toMatchObject({ reason: 'token-unknown', activeSetVersion: 3 });
    await authority.publish(organization, activeSet(3, []));
  });

  it('withholds only an organization of which the stream lacks what was in force, until it is published again', async () => {
    const [behind, other] = [await organizationWithRevokedToken(), await organizationWithRevokedToken()];
    await authority.apply(behind, activeSet(3, []));
    await admin.flushall();
    await waitFor(async () => (await check(other)).reason === 'token-revoked');
    // The replica that has seen the set withholds it from all; another one may have been quicker to fill.
    await waitFor(async () => (await check(behind)).reason === 'unavailable');
    await authority.publish(behind, activeSet(3, []));
    await waitFor(async () => (await check(behind)).reason === 'token-unknown');
  });

  it('withholds an organization of which an event in the stream cannot be read, until a newer one comes', async () => {
    const [unreadable, other] = [await organizationWithRevokedToken(), await organizationWithRevokedToken()];
    await authority.publish(unreadable, { ...activeSet(3, []), policy: { mode: 'loud' } } as never);
    await admin.flushall();
    await waitFor(async () => (await check(other)).reason === 'token-revoked');
    expect(await check(unreadable)).toMatchObject({ reason: 'unavailable', decision: 'halt' });
    await authority.publish(unreadable, activeSet(4, []));
    await waitFor(async () => (await check(unreadable)).reason === 'token-unknown');
  });

  it('loses no event that comes meanwhile', async () => {
    const organizations = Array.from({ length: 20 }, organizationId);
    for (const [index, organization] of organizations.entries()) {
      if (index % 5 === 0) await admin.flushall();
      await authority.publish(organization, activeSet(1, [token(digestOf(value))]));
    }
    for (const organization of organizations) {
      await waitFor(async () => (await check(organization)).reason === 'token-active');
    }
  });
});
