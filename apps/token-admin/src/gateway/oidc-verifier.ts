import { CodedError } from '@mdm-gate/service-kit';
import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { callerFrom, type Caller } from './caller.ts';
import { claimedRoles, type RoleMap } from './claimed-roles.ts';
import { refusalOf, requireAccessToken, type TokenRules } from './token-rules.ts';

export interface OidcOptions extends TokenRules {
  readonly issuer: string;
  readonly audience: string;
  /** Where the roles stand in the access token; a path through nested claims is written with dots. */
  readonly rolesClaim: string;
  /** Left out: the entries are roles as they are. */
  readonly roleMap?: RoleMap | undefined;
}

const discoveryTimeoutMs = 5_000;
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

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** Errors of jose that say nothing about the token: the issuer's keys could not be had. */
const isIssuerTrouble = (error: unknown): boolean =>
  !(error instanceof errors.JOSEError) ||
  error instanceof errors.JWKSTimeout ||
  error instanceof errors.JWKSInvalid ||
  error.code === errors.JOSEError.code;

/** Checks access tokens against any OpenID Connect issuer, by discovery and its published keys. Nothing is fetched before the first token. */
export class OidcVerifier {
  #keys: Promise<JWTVerifyGetKey> | undefined;

  constructor(private readonly options: OidcOptions) {}

  /** Throws `not-authenticated`, or `dependency-unavailable` when the issuer does not answer. */
  async verify(token: string): Promise<Caller> {
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
      return callerFrom(subjectSchema.parse(payload.sub), claimedRoles(payload, rolesClaim, roleMap));
    } catch (cause) {
      if (cause instanceof CodedError) throw cause;
      if (!(cause instanceof z.ZodError) && isIssuerTrouble(cause))
        throw new CodedError('dependency-unavailable', 'The identity provider does not answer', { cause });
      throw refusalOf(cause);
    }
  }

  async #keySet(): Promise<JWTVerifyGetKey> {
    this.#keys ??= discover(this.options.issuer);
    try {
      return await this.#keys;
    } catch (error) {
      // The next token tries again.
      this.#keys = undefined;
      throw error;
    }
  }
}

/** The most frequent difference, told apart because it is hard to see. */
const slashHint = (configured: string, given: string): string =>
  configured.replace(/\/$/, '') === given.replace(/\/$/, '') ? ': they differ in the slash at the end' : '';

/** OpenID Connect Discovery 1.0, section 4. */
const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(discoveryTimeoutMs),
    // What stands behind the issuer's address is what was configured, not what somebody leads on to.
    redirect: 'error',
  });
  if (!response.ok) throw new Error(`Discovery answered with status ${response.status}`);
  const document = discoverySchema.safeParse(await response.json());
  if (!document.success) throw new Error('The discovery document is not valid');
  if (document.data.issuer !== issuer)
    throw new CodedError(
      'dependency-unavailable',
      `The identity provider calls itself another issuer than TOKEN_ADMIN_OIDC_ISSUER says${slashHint(issuer, document.data.issuer)}`,
    );
  return createRemoteJWKSet(new URL(document.data.jwks_uri), {
    timeoutDuration: discoveryTimeoutMs,
    [customFetch]: (url, options) => fetch(url, { ...options, redirect: 'error' }),
  });
};
