import { isEnforcing, type ErrorCode } from '@mdm-gate/contracts';
import { stayingConnections } from '../organization/staying-connections.ts';
import type { OrganizationState, Policy } from '../organization/organization-state.ts';
import { isUsable, type LivingToken } from './token.ts';

/** Why something may not be done: a code of the catalogue and a text for people. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
}

/** Keeps an active set below what one NATS message holds (1 MiB) with room to spare. */
export const activeTokensMax = 1_000;

/** Whether the value belongs to a token that is active, or to one that was until recently. `digests`: under all keys. */
const isValueInUse = (state: OrganizationState, digests: readonly string[]): boolean =>
  [...state.tokens, ...state.revokedValues].some(({ digest }) => digests.includes(digest));

const valueInUse: Refusal = {
  code: 'token-value-in-use',
  detail: 'Another token of the organization has this value, or had it until recently',
};

export interface NewToken {
  readonly connectionId: string | null;
  readonly digests: readonly string[];
}

export const whyNotCreate = (state: OrganizationState, token: NewToken): Refusal | null => {
  if (state.connectionIds.length === 0) {
    return {
      code: 'mdm-integration-required',
      detail: 'Add an MDM connection first: without one no device gets a token',
    };
  }
  if (token.connectionId !== null && !state.connectionIds.includes(token.connectionId)) {
    return { code: 'mdm-connection-unknown', detail: 'The token is for an MDM connection that there is not' };
  }
  if (state.tokens.length >= activeTokensMax) {
    return { code: 'too-many-tokens', detail: `Revoke some first: ${activeTokensMax} may be active at once` };
  }
  return isValueInUse(state, token.digests) ? valueInUse : null;
};

const isLastUsable = (state: OrganizationState, token: LivingToken, now: Date): boolean =>
  state.policy.mode !== 'off' &&
  isUsable(token, now) &&
  !state.tokens.some((other) => other.tokenId !== token.tokenId && isUsable(other, now));

const lastActiveToken: Refusal = {
  code: 'last-active-token',
  detail: 'Create its replacement first: without an active token every device would be halted',
};

export interface TokenEditing {
  /** Of the new value, under all keys, or null when the value stays as it is. */
  readonly digests: readonly string[] | null;
  /** Undefined when the expiry stays as it is, null when there is to be none. */
  readonly expiresAt: Date | null | undefined;
}

/** A token that expires earlier is revoked at that instant: what keeps the last one from being revoked holds then, too. */
const leavesNoneUsable = (
  state: OrganizationState,
  token: LivingToken,
  expiresAt: Date | null | undefined,
): boolean => {
  const isEarlier = expiresAt instanceof Date && (token.expiresAt === null || expiresAt < token.expiresAt);
  return isEarlier && isLastUsable(state, token, expiresAt);
};

export const whyNotEdit = (
  state: OrganizationState,
  token: LivingToken,
  { digests, expiresAt }: TokenEditing,
): Refusal | null => {
  if (token.state === 'revoked') {
    return { code: 'token-already-revoked', detail: 'A revoked token cannot be edited' };
  }
  if (digests !== null && isValueInUse(state, digests)) return valueInUse;
  return leavesNoneUsable(state, token, expiresAt) ? lastActiveToken : null;
};

export const whyNotRevoke = (state: OrganizationState, token: LivingToken, now: Date): Refusal | null => {
  if (token.state === 'revoked') {
    return { code: 'token-already-revoked', detail: 'The token is already revoked' };
  }
  return isLastUsable(state, token, now) ? lastActiveToken : null;
};

/** The removal was allowed by the policy as it was, and may end at any moment. */
const losesLastConnection = (state: OrganizationState): boolean =>
  state.connectionIds.length > 0 && stayingConnections(state).length === 0;

const connectionBeingRemoved: Refusal = {
  code: 'conflict',
  detail: 'The last MDM connection is being removed: wait until that has ended, and add one first',
};

/** A removal that is under way may end at any moment, and with it what the policy asks for. */
export const whyNotEnforce = (state: OrganizationState, { mode }: Policy): Refusal | null =>
  isEnforcing(mode) && losesLastConnection(state) ? connectionBeingRemoved : null;

/** Whether it differs at most in what no check is decided by. */
const haltsAlike = (present: Policy, wanted: Policy): boolean =>
  present.mode === wanted.mode && present.effectiveFrom?.getTime() === wanted.effectiveFrom?.getTime();

/** While no device was seen yet, only deliveries tell whether enforcing would halt every device. Null: it would not. */
export const whyNotEnforceUnseen = (state: OrganizationState, wanted: Policy, now: Date): string | null => {
  if (!isEnforcing(wanted.mode) || haltsAlike(state.policy, wanted)) return null;
  const delivered = state.tokens.some(
    (token) => isUsable(token, now) && state.held.some(({ tokenId }) => tokenId === token.tokenId),
  );
  return delivered
    ? null
    : 'No MDM is known to hold an active token, and no device was seen yet, so every device would be halted. Wait for a delivery, or send acknowledgeHaltedDevices: 0';
};
