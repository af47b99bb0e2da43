import type { CheckReason, CheckResult } from '@mdm-gate/verifier-client';
import type { Ledger, TokenFacts } from './ledger.ts';

/** What a check was answered, and when it was asked. */
export interface CheckSeen {
  readonly askedAtMs: number;
  readonly decision: CheckResult['decision'];
  readonly reason: CheckReason;
}

/** A token as the gateway lists it. */
export interface ListedToken {
  readonly tokenId: string;
  readonly label: string;
  readonly state: string;
}

/** A device that presents what stays: it may be told that nobody can tell right now, and nothing else. */
export const judgeHonest = (
  ledger: Ledger,
  organizationId: string,
  { decision, reason }: CheckSeen,
): void => {
  if (decision === 'proceed') return;
  ledger.halted += 1;
  if (reason !== 'unavailable')
    ledger.violated('a token that stays is refused by nobody', `${organizationId}: ${reason}`);
};

/** A device that presents nothing, or what nobody ever gave out. */
export const judgeStranger = (
  ledger: Ledger,
  organizationId: string,
  { decision, reason }: CheckSeen,
): void => {
  if (decision === 'proceed') ledger.violated('no stranger goes on', `${organizationId}: ${reason}`);
};

/** A device that is bound to one MDM and presents the token of another. */
export const judgeBound = (ledger: Ledger, organizationId: string, { decision, reason }: CheckSeen): void => {
  if (decision === 'proceed') ledger.violated('a device has one MDM', `${organizationId}: ${reason}`);
};

/** A device that presents a token of which the ledger knows the life. */
export const judgeToken = (ledger: Ledger, token: TokenFacts, seen: CheckSeen): void => {
  const { askedAtMs, decision, reason } = seen;
  if (decision === 'proceed') judgeProceeding(ledger, token, askedAtMs);
  // Of a revocation that nobody knows the end of, a restore may have taken back what checks show.
  else if (reason === 'token-revoked' && token.revoked !== 'asked')
    token.refusedAtMs = Math.min(token.refusedAtMs, ledger.nowMs());
  if (reason === 'token-revoked' && token.revoked === 'no')
    ledger.violated('only what somebody revoked is refused so', token.label);
};

const judgeProceeding = (ledger: Ledger, token: TokenFacts, askedAtMs: number): void => {
  const { organizationId, label } = token;
  if (token.revoked === 'effective' && token.effectiveAtMs < askedAtMs)
    ledger.violated('effective: true means refused', `${organizationId} ${label}`);
  if (token.refusedAtMs < askedAtMs && token.revoked !== 'no')
    ledger.violated('what was refused as revoked stays refused', `${organizationId} ${label}`);
};

/** What the gateway lists once nothing is broken, beside what it has answered. The ledger learns what nobody knew. */
export const judgeListed = (ledger: Ledger, token: TokenFacts, listed: readonly ListedToken[]): void => {
  const what = `${token.organizationId} ${token.label}`;
  const same = listed.filter(({ label }) => label === token.label);
  if (same.length > 1) ledger.violated('what is asked twice is done once', what);
  const [found] = same;
  if (found === undefined) judgeMissing(ledger, token, what);
  else judgeFound(ledger, token, { ...found, what });
};

const judgeMissing = (ledger: Ledger, token: TokenFacts, what: string): void => {
  if (token.created === 'certain') ledger.violated('what was answered 201 is there', what);
  token.created = 'gone';
  token.revoked = 'no';
};

const judgeFound = (
  ledger: Ledger,
  token: TokenFacts,
  { tokenId, state, what }: ListedToken & { readonly what: string },
): void => {
  const wasAnswered = token.revoked === 'accepted' || token.revoked === 'effective';
  if (state === 'active' && wasAnswered) ledger.violated('what was answered as revoked is revoked', what);
  token.tokenId = tokenId;
  token.created = 'certain';
  if (state !== 'revoked') token.revoked = 'no';
  else if (token.revoked !== 'effective') token.revoked = 'accepted';
};

/** What checks may say of a token that is listed so, or not at all. */
const expectedOf = (state: string): readonly CheckReason[] => {
  if (state === 'active') return ['token-active'];
  return state === 'revoked' ? ['token-revoked', 'token-unknown'] : ['token-unknown'];
};

/** Null: checks follow what is listed. */
export const whyCheckDiffers = (
  { organizationId, label }: TokenFacts,
  listed: readonly ListedToken[],
  reason: CheckReason,
): string | null => {
  const state = listed.find((token) => token.label === label)?.state ?? 'unknown';
  return expectedOf(state).includes(reason)
    ? null
    : `${organizationId} ${label} is ${state}, and checks say ${reason}`;
};

/** Checks go on this soon after the faulty server works again. */
const haltedSecondsMax = 5;

/** Apart from the other promises: a machine that gives nobody the processor breaks it as well. */
export const judgeHaltedTime = (ledger: Ledger, fault: string, seconds: number): void => {
  if (seconds > haltedSecondsMax) ledger.late.push(`${fault}: ${seconds.toFixed(1)} s`);
};
