import type { Token } from '../token/token.ts';
import { isWeakValue } from '../token/weak-value.ts';

type StoredValue = Pick<Token, 'sealedValue' | 'digest' | 'digestKeyId' | 'fingerprint'>;

/** What is left out stays as it is. */
export interface TokenEdit {
  readonly label?: string | undefined;
  readonly expiresAt?: Date | null | undefined;
  readonly value?: { readonly text: string; readonly stored: StoredValue } | undefined;
}

export const editedToken = (token: Token, { label, expiresAt, value }: TokenEdit, now: Date): Token => ({
  ...token,
  label: label ?? token.label,
  expiresAt: expiresAt === undefined ? token.expiresAt : expiresAt,
  ...(value === undefined ? {} : { ...value.stored, origin: 'manual', weak: isWeakValue(value.text) }),
  changedAt: now,
  version: token.version + 1,
});
