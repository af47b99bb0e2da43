import { isWeakValue } from './weak-value.ts';
import type { Token } from './token.ts';

type StoredValue = Pick<Token, 'sealedValue' | 'digest' | 'digestKeyId' | 'fingerprint'>;

export interface NewTokenSpec {
  readonly tokenId: string;
  readonly organizationId: string;
  readonly label: string;
  readonly origin: Token['origin'];
  readonly value: string;
  readonly stored: StoredValue;
  readonly connectionId: string | null;
  readonly expiresAt: Date | null;
  readonly createdBy: string;
}

export const newToken = ({ value, stored, ...spec }: NewTokenSpec, now: Date): Token => ({
  ...spec,
  ...stored,
  state: 'active',
  weak: spec.origin === 'manual' && isWeakValue(value),
  createdAt: now,
  changedAt: now,
  revokedAt: null,
  revokedBecause: null,
  version: 1,
});
