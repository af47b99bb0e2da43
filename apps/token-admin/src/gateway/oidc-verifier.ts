import { CodedError } from '@mdm-gate/service-kit';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { callerFrom, type Caller } from './caller.ts';
import { claimedRoles, type RoleMap } from './claimed-roles.ts';
import { fetchFromIssuer, issuerTimeoutMs } from './identity-provider/fetch-from-issuer.ts';
import type { IssuerMetadata } from './identity-provider/issuer-metadata.ts';
import { refusalOf, requireAccessToken, type TokenRules } from './token-rules.ts';
import { VerifiedTokens } from './verified-tokens.ts';

export interface OidcOptions extends TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** Where the roles stand in the access token; a path through nested claims is written with dots. */
  readonly rolesClaim: string;
  /** Left out: the entries are roles as they are. */
  readonly roleMap?: RoleMap | undefined;
}

/** Issuer and gateway may disagree by so much about what time it is. */
const clockToleranceSeconds = 60;
/** Signatures by public key only: with a shared secret, whoever can check tokens could make them. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/**
 * It is stored, shown and logged, and compared, as it is: the issuer's two subjects are two callers, however alike they
 * look (OpenID Connect Core 1.0, section 2: a case-sensitive string of at most 255 ASCII characters).
 */
const subjectSchema = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), 'no control characters');

/** Errors of jose that say nothing about the token: the issuer's keys could not be had. */
const isIssuerTrouble = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;

/** Checks access tokens against any OpenID Connect issuer, by discovery and its published keys. Nothing is fetched before the first token. */
export class OidcVerifier {
  #keys: Promise<JWTVerifyGetKey> | undefined;
  readonly #verified = new VerifiedTokens();

  constructor(
    private readonly options: OidcOptions,
    private readonly metadata: IssuerMetadata,
  ) {}

  /** Throws `not-authenticated`, or `dependency-unavailable` when the issuer does not answer. */
  async verify(token: string): Promise<Caller> {
    return this.#verified.find(token) ?? (await this.#verifyAnew(token));
  }

  async #verifyAnew(token: string): Promise<Caller> {
    const { issuer, audience, rolesClaim, roleMap } = this.options;
    try {
      const { payload, protectedHeader } = await jwtVerify(token, await this.#keySet(), {
        issuer,
        audience,
        algorithms,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      requireAccessToken(protectedHeader.typ, payload, this.options);
      const caller = callerFrom(subjectSchema.parse(payload.sub), claimedRoles(payload, rolesClaim, roleMap));
      this.#verified.keep(token, caller, payload.exp ?? 0);
      return caller;
    } catch (cause) {
      if (cause instanceof CodedError) throw cause;
      if (!(cause instanceof z.ZodError) && isIssuerTrouble(cause))
        throw new CodedError('dependency-unavailable', 'The identity provider does not answer', { cause });
      throw refusalOf(cause, issuer);
    }
  }

  async #keySet(): Promise<JWTVerifyGetKey> {
    this.#keys ??= this.#publishedKeys();
    try {
      return await this.#keys;
    } catch (error) {
      // The next token tries again.
      this.#keys = undefined;
      throw error;
    }
  }

  async #publishedKeys(): Promise<JWTVerifyGetKey> {
    const { jwks_uri: address } = await this.metadata.find();
    return createRemoteJWKSet(new URL(address), {
      timeoutDuration: issuerTimeoutMs,
      [customFetch]: fetchFromIssuer,
    });
  }
}
