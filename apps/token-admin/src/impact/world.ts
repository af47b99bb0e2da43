import { isEnforcing, type PresentedState } from '@mdm-gate/contracts';
import type { DeviceCount } from '../device/device-counts.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { isExpired, type LivingToken } from '../token/token.ts';

/** What a check would come to: as far as it depends on the organization, and not on the device. */
export interface World {
  readonly enforces: (count: Pick<DeviceCount, 'flow'>) => boolean;
  readonly token: (tokenId: string) => KnownToken | undefined;
}

interface KnownToken {
  readonly state: 'token-active' | 'token-retiring' | 'token-expired';
  /** When its value became its value; 0 if it never had another one. */
  readonly valueSinceMs: number;
}

/** A change of the expiry that takes effect within so many days counts as if it did so now. */
export const expiryFollowsWithinMs = 14 * 86_400_000;

const tokenAt = (token: LivingToken, state: OrganizationState, now: Date): KnownToken => ({
  state: isExpired(token, now)
    ? 'token-expired'
    : token.state === 'retiring'
      ? 'token-retiring'
      : 'token-active',
  valueSinceMs: state.revokedValues
    .filter(({ tokenId }) => tokenId === token.tokenId)
    .reduce((latest, { revokedAt }) => Math.max(latest, revokedAt.getTime()), 0),
});

/** `inEffect`: whether an enforcing policy counts, or would still only monitor. */
const worldOf = (state: OrganizationState, now: Date, inEffect: boolean): World => {
  const { mode } = state.policy;
  const enforces = isEnforcing(mode) && state.connectionIds.length > 0 && inEffect;
  const tokens = new Map(state.tokens.map((token) => [token.tokenId, tokenAt(token, state, now)]));
  return {
    enforces: ({ flow }) => enforces && (mode === 'enforce' || flow === 'pairing'),
    token: (tokenId) => tokens.get(tokenId),
  };
};

const isInEffect = ({ policy }: OrganizationState, now: Date): boolean =>
  policy.effectiveFrom === null || policy.effectiveFrom <= now;

/** A token that was to last longer counts as expired already if it is to expire soon. */
const withSoonExpired = (
  before: OrganizationState,
  after: OrganizationState,
  now: Date,
): OrganizationState => {
  const known = new Map(before.tokens.map(({ tokenId, expiresAt }) => [tokenId, expiresAt?.getTime()]));
  const soon = now.getTime() + expiryFollowsWithinMs;
  return {
    ...after,
    tokens: after.tokens.map((token) => {
      const expiresAtMs = token.expiresAt?.getTime();
      const isNews = known.has(token.tokenId) && known.get(token.tokenId) !== expiresAtMs;
      return isNews && expiresAtMs !== undefined && expiresAtMs <= soon
        ? { ...token, expiresAt: now }
        : token;
    }),
  };
};

/**
 * The two worlds between which a change stands. A policy that is to take effect later counts as in effect, afterwards;
 * before, too, if it is not what changes: what it will halt is not this change's doing.
 */
export const worldsOf = (
  before: OrganizationState,
  after: OrganizationState,
  now: Date,
): { readonly before: World; readonly after: World } => {
  const policyStays = before.policyVersion === after.policyVersion;
  return {
    before: worldOf(before, now, policyStays || isInEffect(before, now)),
    after: worldOf(withSoonExpired(before, after, now), now, true),
  };
};

/** Why a device of this kind would be halted; null when it would go on. */
export const whyHalted = (count: DeviceCount, world: World): PresentedState | null => {
  if (!world.enforces(count)) return null;
  const state = presentedIn(count, world);
  return state === 'token-active' || state === 'token-retiring' ? null : state;
};

const ofTheToken: ReadonlySet<PresentedState> = new Set(['token-active', 'token-retiring', 'token-expired']);

const presentedIn = ({ presented, tokenId, valueSinceMs }: DeviceCount, world: World): PresentedState => {
  if (!ofTheToken.has(presented) || tokenId === null) return presented;
  const token = world.token(tokenId);
  return token === undefined || token.valueSinceMs > (valueSinceMs ?? 0) ? 'token-revoked' : token.state;
};
