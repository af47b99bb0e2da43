import { randomUUID } from 'node:crypto';
import type { ActiveSetPolicy, ActiveSetToken, CheckReason } from '@mdm-gate/contracts';
import { startNats, startRedis, waitFor, type RunningServer } from '@mdm-gate/testing';
import { activeSet, organizationId, token } from '../fixtures/active-sets.ts';
import { Authority } from '../fixtures/authority.ts';
import { digestOf } from '../fixtures/digest-keys.ts';
import { startReadyReplica, type Replica } from '../fixtures/replica.ts';

const value = 'a-token-value-of-this-test';
const past = '2020-01-01T00:00:00.000Z';
const future = '2100-01-01T00:00:00.000Z';

/** What is held and presented; unless told, the presented value is that of an active token under an enforced policy. */
interface Case {
  readonly reason: CheckReason;
  readonly decision: 'proceed' | 'halt';
  readonly held?: Partial<ActiveSetToken> | null;
  readonly policy?: Partial<ActiveSetPolicy>;
  readonly presented?: string | null;
}

describe('checks through NATS', () => {
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

  const organizationWith = async (
    given: Partial<ActiveSetToken> | null,
    policy: Partial<ActiveSetPolicy> = {},
  ): Promise<string> => {
    const organization = organizationId();
    const tokens = given === null ? [] : [token({ ...digestOf(value), ...given })];
    await authority.apply(organization, activeSet(1, tokens, policy));
    return organization;
  };

  it.each<Case>([
    { reason: 'token-active', decision: 'proceed' },
    { reason: 'token-active', decision: 'proceed', held: digestOf(value, 'old') },
    {
      reason: 'token-active',
      decision: 'proceed',
      held: { notAfter: future },
      policy: { effectiveFrom: past },
    },
    { reason: 'token-retiring', decision: 'proceed', held: { state: 'retiring' } },
    { reason: 'mdm-not-required', decision: 'proceed', policy: { mode: 'off' }, presented: null },
    { reason: 'mdm-not-required', decision: 'proceed', policy: { mdmIntegrated: false }, presented: null },
    { reason: 'token-missing', decision: 'halt', presented: null },
    { reason: 'token-missing', decision: 'halt', presented: '' },
    { reason: 'token-missing', decision: 'proceed', policy: { mode: 'monitor' }, presented: null },
    { reason: 'token-unknown', decision: 'halt', presented: 'another-value' },
    { reason: 'token-unknown', decision: 'halt', held: null },
    { reason: 'token-unknown', decision: 'proceed', policy: { effectiveFrom: future }, presented: 'other' },
    { reason: 'token-revoked', decision: 'halt', held: { state: 'revoked' } },
    { reason: 'token-revoked', decision: 'proceed', held: { state: 'revoked' }, policy: { mode: 'monitor' } },
    { reason: 'token-expired', decision: 'halt', held: { notAfter: past } },
  ])(
    'answers $reason with $decision (held $held, policy $policy)',
    async ({ reason, decision, held = {}, policy, presented = value }) => {
      const organization = await organizationWith(held, policy);
      for (const ask of ['pair', 'authenticate'] as const) {
        expect(await authority[ask]({ organizationId: organization, mdmToken: presented })).toMatchObject({
          reason,
          decision,
          activeSetVersion: 1,
        });
      }
    },
  );

  it('answers an unknown organization with halt', async () => {
    expect(await authority.pair({ organizationId: organizationId(), mdmToken: value })).toEqual({
      decision: 'halt',
      reason: 'organization-unknown',
      enforced: true,
      tokenId: null,
      activeSetVersion: 0,
    });
  });

  it('decides by what an event has said', async () => {
    const organization = organizationId();
    await authority.publish(organization, activeSet(1, [token(digestOf(value))]));
    await waitFor(
      async () =>
        (await authority.pair({ organizationId: organization, mdmToken: value })).reason === 'token-active',
    );
  });

  it('halts the very next check on every replica once a revocation is applied', async () => {
    const organization = organizationId();
    const revoked = token(digestOf(value));
    await authority.apply(organization, activeSet(1, [revoked]));
    for (let version = 2; version < 100; version += 2) {
      await authority.apply(organization, activeSet(version, [{ ...revoked, state: 'revoked' }]));
      const checks = Array.from({ length: 8 }, () =>
        authority.authenticate({ organizationId: organization, mdmToken: value, deviceId: randomUUID() }),
      );
      const reasons = (await Promise.all(checks)).map(({ reason }) => reason);
      expect(new Set(reasons)).toEqual(new Set(['token-revoked']));
      await authority.apply(organization, activeSet(version + 1, [revoked]));
    }
  });

  it('refuses a check that is not as the contract says, and goes on', async () => {
    await expect(authority.pair({ organizationId: 'acme.*', mdmToken: value })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(authority.pair({ deviceId: 'x'.repeat(200) })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    expect(await authority.pair({})).toMatchObject({ reason: 'organization-unknown' });
  });

  it('never logs a presented value', () => {
    for (const replica of replicas) expect(replica.log()).not.toContain(value);
  });
});
