import { v7 as uuidv7 } from 'uuid';
import type { RevokedValue, Token } from './token.ts';

/** The token's present value, from now on refused. */
export const revokedValueOf = (token: Token, now: Date): RevokedValue => ({
  id: uuidv7(),
  organizationId: token.organizationId,
  tokenId: token.tokenId,
  sealedValue: token.sealedValue,
  digest: token.digest,
  digestKeyId: token.digestKeyId,
  connectionId: token.connectionId,
  createdAt: token.createdAt,
  revokedAt: now,
});
