import type { DeviceCount } from '../device/device-counts.ts';
import { aPolicy, aRevokedValue, aState, aToken, sampleNow } from '../fixtures/samples.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { whyHalted, worldsOf } from './world.ts';

const { tokenId } = aToken();
const day = 86_400_000;
const inDays = (days: number) => new Date(sampleNow.getTime() + days * day);

const aCount = (of: Partial<DeviceCount> = {}): DeviceCount => ({
  kind: '1',
  lastSeenDay: '2026-11-24',
  platform: 'ios',
  flow: 'authentication',
  decision: 'proceed',
  reason: 'token-active',
  presented: 'token-active',
  tokenId,
  valueSinceMs: null,
  proceededTokenId: tokenId,
  devices: 1,
  ...of,
});

/** What a device of that kind comes to before and after. */
const around = (
  before: OrganizationState,
  after: OrganizationState,
  count: DeviceCount = aCount(),
): readonly [string, string] => {
  const worlds = worldsOf(before, after, sampleNow);
  return [whyHalted(count, worlds.before) ?? 'proceeds', whyHalted(count, worlds.after) ?? 'proceeds'];
};
const changed = (state: OrganizationState, policy: OrganizationState['policy']): OrganizationState => ({
  ...state,
  policy,
  policyVersion: state.policyVersion + 1,
});

describe('what a change does to a device', () => {
  const enforced = aState();

  it('is nothing when its token stays', () => {
    expect(around(enforced, enforced)).toEqual(['proceeds', 'proceeds']);
    const retiring = { ...enforced, tokens: [aToken({ state: 'retiring' })] };
    expect(around(enforced, retiring)).toEqual(['proceeds', 'proceeds']);
  });

  it('is that it is halted when its token goes', () => {
    expect(around(enforced, { ...enforced, tokens: [] })).toEqual(['proceeds', 'token-revoked']);
  });

  it('is that it is halted when its token gets another value, unless it has that one already', () => {
    const edited = { ...enforced, revokedValues: [aRevokedValue({ tokenId, revokedAt: sampleNow })] };
    expect(around(enforced, edited)).toEqual(['proceeds', 'token-revoked']);
    const since = aCount({ valueSinceMs: sampleNow.getTime() });
    expect(around(edited, edited, since)).toEqual(['proceeds', 'proceeds']);
  });

  it.each([
    [13, 'token-expired'],
    [15, 'proceeds'],
  ])('is that it is halted when its token is to expire in %d days: %s', (days, after) => {
    const expiring = { ...enforced, tokens: [aToken({ expiresAt: inDays(days) })] };
    expect(around(enforced, expiring)).toEqual(['proceeds', after]);
    // What was said before is not this change's doing.
    expect(around(expiring, expiring)).toEqual(['proceeds', 'proceeds']);
  });

  it.each(['token-missing', 'token-unknown', 'token-revoked', 'managed-by-another-mdm'] as const)(
    'is that it is halted when the policy is enforced and it presents %s, now or later',
    (presented) => {
      const count = aCount({ presented, tokenId: null, reason: 'mdm-not-required' });
      for (const mode of ['off', 'monitor'] as const)
        for (const effectiveFrom of [null, inDays(40)]) {
          const before = aState({ policy: aPolicy({ mode }) });
          const after = changed(before, aPolicy({ effectiveFrom }));
          expect(around(before, after, count)).toEqual(['proceeds', presented]);
        }
    },
  );

  it('is nothing when it would be halted without it', () => {
    const count = aCount({ presented: 'token-missing', tokenId: null });
    expect(around(enforced, { ...enforced, tokens: [] }, count)).toEqual(['token-missing', 'token-missing']);
    const later = aState({ policy: aPolicy({ effectiveFrom: inDays(1) }) });
    expect(around(later, { ...later, tokens: [] }, count)).toEqual(['token-missing', 'token-missing']);
  });

  it('is nothing for authentications when only pairings are enforced', () => {
    const before = aState({ policy: aPolicy({ mode: 'monitor' }) });
    const after = changed(before, aPolicy({ mode: 'enforce-pairing' }));
    const presented = { presented: 'token-missing', tokenId: null } as const;
    expect(around(before, after, aCount(presented))).toEqual(['proceeds', 'proceeds']);
    expect(around(before, after, aCount({ ...presented, flow: 'pairing' }))).toEqual([
      'proceeds',
      'token-missing',
    ]);
  });

  it('is that it goes on when the last connection goes, without which nothing is required', () => {
    const count = aCount({ presented: 'token-missing', tokenId: null });
    expect(around(enforced, { ...enforced, connectionIds: [] }, count)).toEqual([
      'token-missing',
      'proceeds',
    ]);
  });
});
