import { CodedError } from '@mdm-gate/service-kit';
import { errors, type JWTPayload } from 'jose';
import { issuerDifference } from './identity-provider/issuer-difference.ts';

export interface TokenRules {
  /** `JWT`: the identity provider does not follow RFC 9068, section 2.1. */
  readonly tokenType: 'at+jwt' | 'JWT';
  readonly lifetimeMaxSeconds: number;
}

const refuse = (detail: string): never => {
  throw new CodedError('not-authenticated', detail);
};

/** `application/at+jwt` is the same (RFC 7515, section 4.1.9). */
const isOfType = (typ: string | undefined, { tokenType }: TokenRules): boolean => {
  const given = typ?.toLowerCase().replace(/^application\//, '');
  return given === 'at+jwt' || (tokenType === 'JWT' && (given === undefined || given === 'jwt'));
};

/** Claims that only ID tokens and logout tokens have, and what Keycloak and Cognito call the kind of a token. */
const isOfAnotherKind = (payload: JWTPayload): boolean =>
  ['at_hash', 'c_hash', 's_hash', 'events'].some((claim) => Object.hasOwn(payload, claim)) ||
  (typeof payload['typ'] === 'string' && payload['typ'] !== 'Bearer') ||
  (payload['token_use'] !== undefined && payload['token_use'] !== 'access');

/** Throws `not-authenticated` when a token that is signed right is not one to call with. */
export const requireAccessToken = (typ: string | undefined, payload: JWTPayload, rules: TokenRules): void => {
  if (!isOfType(typ, rules))
    refuse(`The type of the token is not ${rules.tokenType}: this is no access token`);
  if (isOfAnotherKind(payload)) refuse('This is an ID token or a logout token, not an access token');
  const lifetimeSeconds = (payload.exp ?? Number.POSITIVE_INFINITY) - (payload.iat ?? 0);
  if (lifetimeSeconds > rules.lifetimeMaxSeconds)
    refuse(`The token is valid for more than ${rules.lifetimeMaxSeconds} seconds`);
};

const wrongClaims: Readonly<Record<string, string>> = {
  aud: 'The token is meant for another audience',
  exp: 'The token has no time at which it expires',
  iat: 'The token does not say when it was issued',
  nbf: 'The token is not valid yet',
  sub: 'The token does not say whose it is',
};

/** Signed by the issuer's keys, and yet of another: versions of one provider share their keys. */
const otherIssuer = ({ iss }: JWTPayload, issuer: string): string => {
  const difference = typeof iss === 'string' ? issuerDifference(issuer, iss) : '';
  return difference === ''
    ? 'The token is of another issuer'
    : `The token is of another issuer: ${difference}`;
};

const claimDetail = ({ claim, payload }: errors.JWTClaimValidationFailed, issuer: string): string =>
  claim === 'iss'
    ? otherIssuer(payload, issuer)
    : (wrongClaims[claim] ?? 'A claim of the token is not valid');

const detailOf = (cause: unknown, issuer: string): string => {
  if (cause instanceof errors.JWTExpired) return 'The token has expired';
  if (cause instanceof errors.JWTClaimValidationFailed) return claimDetail(cause, issuer);
  if (cause instanceof errors.JWSSignatureVerificationFailed || cause instanceof errors.JWKSNoMatchingKey)
    return 'The token is not signed by a key of the issuer';
  return 'The token cannot be read';
};

/** What is wrong with the token, without anything of it. */
export const refusalOf = (cause: unknown, issuer: string): CodedError =>
  new CodedError('not-authenticated', detailOf(cause, issuer), { cause });
