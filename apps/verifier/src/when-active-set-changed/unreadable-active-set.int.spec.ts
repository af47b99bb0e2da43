import { randomUUID } from 'node:crypto';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf, genuine } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const only = (organization: string) => ({ organizationIds: [organization], cursor: null });

const value = 'a-token-value-of-this-test';

describe('an active set that cannot be read', () => {
  let nats: RunningServer;
  let redis: RunningServer;
  let replicas: Replica[];
  let authority: Authority;

  beforeAll(async () => {
    [nats, redis] = await Promise.all([startNats(), startRedis()]);
    authority = await Authority.connect(nats.url);
    const servers = { natsUrl: nats.url, redisUrl: redis.url };
    replicas = await Promise.all([startReadyReplica(servers), startReadyReplica(servers)]);
  });
  afterAll(async () => {
    await authority.close();
    await Promise.all(replicas.map((replica) => replica.stop()));
    await Promise.all([nats.stop(), redis.stop()]);
  });

  const check = async (organization: string) =>
    (await authority.authenticate({ organizationId: organization, mdmToken: value })).reason;
  const untilChecksAre = (organization: string, reason: string) =>
    waitFor(async () => (await check(organization)) === reason, { describe: `checks to be ${reason}` });
  /** Its token is active in `version`, and in no other. */
  const setOf = (version: number) => activeSet(version, [token(digestOf(value))]);
  const newOrganization = async (version = 1) => {
    const organization = organizationId();
    await authority.publish(organization, setOf(version));
    await untilChecksAre(organization, 'token-active');
    return organization;
  };
  /** A set as a later version of token-admin might publish it. */
  const suspended = (version: number) =>
    ({ ...activeSet(version, []), tokens: [{ ...token(digestOf(value)), state: 'suspended' }] }) as never;
  const newerSchema = (organization: string, version: number) =>
    eventWith(organization, genuine(organization, suspended(version)));
  const eventWith = (organization: string, set: object) =>
    JSON.stringify({
      id: randomUUID(),
      type: 'TokenRevoked',
      schemaVersion: 2,
      organizationId: organization,
      activeSet: set,
    });
  const unreadable = async (): Promise<number> => {
    const texts = await Promise.all(replicas.map((replica) => replica.metrics()));
    const counts = texts.map((text) => /^verifier_unreadable_active_sets_total (\d+)$/m.exec(text)?.[1]);
    return counts.reduce((sum, count) => sum + Number(count), 0);
  };
  const publishUnreadable = async (organization: string, content: string) => {
    const before = await unreadable();
    await authority.publishRaw(organization, 'TokenRevoked', content);
    await waitFor(async () => (await unreadable()) > before);
  };

  it('makes the checks of its organization unavailable, and no others', async () => {
    const [organization, other] = [await newOrganization(), await newOrganization()];
    await publishUnreadable(organization, newerSchema(organization, 2));
    const reasons = await Promise.all(Array.from({ length: 16 }, () => check(organization)));
    expect(new Set(reasons)).toEqual(new Set(['unavailable']));
    expect(await check(other)).toBe('token-active');

    await expect(authority.apply(organization, setOf(1))).rejects.toMatchObject({ code: 'conflict' });
    await authority.publish(organization, setOf(1));
    expect(await check(organization)).toBe('unavailable');

    await authority.publish(organization, setOf(2));
    await untilChecksAre(organization, 'token-active');
  });

  it('changes nothing when a newer one is there already', async () => {
    const organization = await newOrganization(3);
    await authority.apply(organization, setOf(4));
    await publishUnreadable(organization, newerSchema(organization, 4));
    expect(await check(organization)).toBe('token-active');
  });

  it.each<[string, (organization: string) => string]>([
    ['garbage', () => 'garbage'],
    ['JSON of something else', () => '{"activeSet": {"version": -1}}'],
    ['a set without a MAC', (organization) => eventWith(organization, activeSet(7, []))],
    ['a set of a version without lineages', (organization) => eventWith(organization, { version: 7 })],
    ['a set of another organization', () => newerSchema(organizationId(), 7)],
    [
      'the set of another organization',
      (organization) => eventWith(organization, genuine(organizationId(), activeSet(7, []))),
    ],
  ])('changes nothing when it is not of token-admin, and is parked (%s)', async (_, content) => {
    const organization = await newOrganization();
    const parked = await authority.parked();
    await publishUnreadable(organization, content(organization));
    expect(await check(organization)).toBe('token-active');
    await waitFor(async () => (await authority.parked()) > parked);
    expect(await check(organization)).toBe('token-active');
    await authority.publish(organization, setOf(2));
    await waitFor(async () => (await authority.held(only(organization))).items[0]?.version === 2);
  });

  it('is none that a version to come wrote with more in it: the MAC covers that too, and what is known is taken', async () => {
    const organization = await newOrganization();
    const withMore = { ...activeSet(2, [token({ ...digestOf(value), state: 'revoked' })]), later: ['more'] };
    const event = {
      id: randomUUID(),
      type: 'TokenRevoked',
      schemaVersion: 1,
      occurredAt: '2026-11-24T12:00:00.000Z',
      correlationId: randomUUID(),
      actor: { type: 'service', id: 'token-admin' },
      organizationId: organization,
      tokenId: randomUUID(),
      activeSet: genuine(organization, withMore),
    };
    await authority.publishRaw(organization, 'TokenRevoked', JSON.stringify(event));
    await untilChecksAre(organization, 'token-revoked');
  });

  it('makes them unavailable although Redis was away when it came', async () => {
    const organization = await newOrganization();
    const before = await unreadable();
    await redis.kill('SIGSTOP');
    await authority.publishRaw(organization, 'TokenRevoked', newerSchema(organization, 2));
    await waitFor(async () => !(await replicas[0]?.isReady()), { describe: 'the replica to miss Redis' });
    await redis.kill('SIGCONT');
    await waitFor(async () => (await unreadable()) > before);
    await waitFor(async () => (await replicas[0]?.isReady()) && (await replicas[1]?.isReady()));
    expect(await check(organization)).toBe('unavailable');
  });
});
