import type { KnownToken } from '../organization/organization.entity.ts';

/**
 * The token that an MDM should hold: the newest active one for all connections or for this one, that has not expired.
 * When it is revoked, the next newest; with none left null, and the key is withdrawn.
 */
export const wantedToken = (
  tokens: readonly KnownToken[],
  connectionId: string,
  now: Date,
): KnownToken | null =>
  tokens
    .filter((token) => mayBeHeld(token, now) && isFor(token, connectionId))
    .reduce<KnownToken | null>(
      (newest, token) => (newest === null || isNewer(token, newest) ? token : newest),
      null,
    );

/** When the next active token expires: then something else may be wanted. */
export const nextExpiry = (tokens: readonly KnownToken[], now: Date): Date | null => {
  const instants = tokens
    .filter((token) => mayBeHeld(token, now))
    .flatMap(({ notAfter }) => (notAfter === null ? [] : [Date.parse(notAfter)]));
  return instants.length === 0 ? null : new Date(Math.min(...instants));
};

const mayBeHeld = ({ state, notAfter }: KnownToken, now: Date): boolean =>
  state === 'active' && (notAfter === null || Date.parse(notAfter) > now.getTime());

const isFor = (token: KnownToken, connectionId: string): boolean =>
  token.connectionId === null || token.connectionId === connectionId;

/** Ids are UUIDs of version 7: of two from the same millisecond the greater one is the newer one. */
const isNewer = (one: KnownToken, other: KnownToken): boolean => {
  const difference = Date.parse(one.createdAt) - Date.parse(other.createdAt);
  return difference > 0 || (difference === 0 && one.tokenId > other.tokenId);
};
