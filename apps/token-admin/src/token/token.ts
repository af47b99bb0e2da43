import type { Platform, TokenState } from '@mdm-gate/contracts';
import type { Sealed } from '@mdm-gate/encryption';

export type RevocationReason = 'retired' | 'compromised';

/** An MDM token as it is stored: its value only sealed, and as a digest to compare by. */
export interface Token {
  readonly tokenId: string;
  readonly organizationId: string;
  readonly label: string;
  readonly origin: 'generated' | 'manual';
  readonly state: TokenState;
  readonly sealedValue: Sealed;
  readonly digest: string;
  readonly digestKeyId: string;
  readonly fingerprint: string;
  readonly weak: boolean;
  readonly connectionId: string | null;
  readonly expiresAt: Date | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly changedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBecause: RevocationReason | null;
  /** Grows by 1 at every change of this token; its ETag. */
  readonly version: number;
}

/** As much of a token that is not revoked as the rules and the other services need. */
export type LivingToken = Pick<
  Token,
  'tokenId' | 'state' | 'digest' | 'digestKeyId' | 'connectionId' | 'expiresAt' | 'createdAt'
>;

/** A value that no longer counts: of a revoked token, or one that a token had before it was edited. */
export interface RevokedValue {
  readonly id: string;
  /** Kept so that it can be digested anew under another key. */
  readonly sealedValue: Sealed;
  readonly organizationId: string;
  readonly tokenId: string;
  readonly digest: string;
  readonly digestKeyId: string;
  readonly connectionId: string | null;
  readonly createdAt: Date;
  readonly revokedAt: Date;
}

/** As much of a revoked value as the rules and the other services need. */
export type RefusedValue = Omit<RevokedValue, 'id' | 'organizationId' | 'sealedValue'>;

/** What an MDM was last read back to hold. */
export interface HeldToken {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly platform: Platform;
  readonly tokenId: string;
  readonly since: Date;
}

export const isExpired = ({ expiresAt }: Pick<Token, 'expiresAt'>, now: Date): boolean =>
  expiresAt !== null && expiresAt <= now;

/** Whether a device that presents it may pass now. */
export const isUsable = (token: Pick<Token, 'state' | 'expiresAt'>, now: Date): boolean =>
  token.state !== 'revoked' && !isExpired(token, now);
