import type { MdmToken, TokenWarning } from '@mdm-gate/contracts';
import type { AuditContent } from '../audit/audit-row.ts';
import { isExpired, type HeldToken, type Token } from './token.ts';

const expiresSoonMs = 30 * 86_400_000;

const expiryWarning = (token: Token, now: Date): TokenWarning | null => {
  if (token.expiresAt === null) return null;
  if (isExpired(token, now)) return 'expired';
  return token.expiresAt.getTime() - now.getTime() < expiresSoonMs ? 'expires-soon' : null;
};

export const warningsOf = (token: Token, held: readonly HeldToken[], now: Date): TokenWarning[] => {
  if (token.state === 'revoked') return [];
  const warnings: (TokenWarning | null)[] = [
    token.weak ? 'weak-value' : null,
    expiryWarning(token, now),
    held.length === 0 ? 'not-delivered' : null,
  ];
  return warnings.filter((warning) => warning !== null);
};

/** What is known of a token beside the token itself. */
export interface TokenBearings {
  /** Where it was read back. */
  readonly held: readonly HeldToken[];
  readonly lastUsedOn: string | null;
}

/** The token as callers see it. */
export const shownToken = (token: Token, { held, lastUsedOn }: TokenBearings, now: Date): MdmToken => ({
  tokenId: token.tokenId,
  label: token.label,
  state: token.state,
  origin: token.origin,
  fingerprint: token.fingerprint,
  connectionId: token.connectionId,
  expiresAt: token.expiresAt?.toISOString() ?? null,
  createdAt: token.createdAt.toISOString(),
  createdBy: token.createdBy,
  changedAt: token.changedAt.toISOString(),
  revokedAt: token.revokedAt?.toISOString() ?? null,
  revokedBecause: token.revokedBecause,
  heldBy: held.map(({ connectionId, platform, since }) => ({
    connectionId,
    platform,
    since: since.toISOString(),
  })),
  lastUsedOn,
  warnings: warningsOf(token, held, now),
  version: token.version,
});

/** The token as the audit trail has it. */
export const auditedToken = (token: Token): AuditContent => ({
  label: token.label,
  state: token.state,
  origin: token.origin,
  fingerprint: token.fingerprint,
  connectionId: token.connectionId,
  expiresAt: token.expiresAt?.toISOString() ?? null,
  revokedBecause: token.revokedBecause,
});
