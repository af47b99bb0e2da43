import { CodedError } from '@mdm-gate/service-kit';
import * as client from 'openid-client';
import { z } from 'zod';
import { fetchFromIssuer } from '../identity-provider/fetch-from-issuer.ts';
import type { IssuerMetadata } from '../identity-provider/issuer-metadata.ts';
import type { ConsoleSettings } from './console-settings.ts';
import type { SessionTokens } from './session-tokens.ts';

const timeoutSeconds = 10;

/** What has to come back with the person for the sign-in to be theirs. */
export const startedSignInSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  startedAtMs: z.number(),
});
export type StartedSignIn = z.infer<typeof startedSignInSchema>;

export interface SignedIn {
  readonly tokens: SessionTokens;
  readonly name: string | null;
}

/** The issuer says that this cannot go on: the person has to sign in again. */
export class SignInRefused extends Error {
  override readonly name = 'SignInRefused';
}

/** The console as a client of the OpenID Connect issuer: authorization code, PKCE, state and nonce (RFC 9700). */
export class IssuerClient {
  #configuration: Promise<client.Configuration> | undefined;

  constructor(
    private readonly settings: ConsoleSettings,
    private readonly metadata: IssuerMetadata,
  ) {}

  async authorizationUrl(started: StartedSignIn, redirectUri: string): Promise<string> {
    const configuration = await this.#discovered();
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: this.settings.scope,
      state: started.state,
      nonce: started.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(started.codeVerifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /** Throws SignInRefused, or `dependency-unavailable`. */
  async redeem(currentUrl: URL, started: StartedSignIn): Promise<SignedIn> {
    const configuration = await this.#discovered();
    const answer = await refusalsApart(() =>
      client.authorizationCodeGrant(configuration, currentUrl, {
        expectedState: started.state,
        expectedNonce: started.nonce,
        pkceCodeVerifier: started.codeVerifier,
        idTokenExpected: true,
      }),
    );
    const claims = z
      .object({ name: z.string().max(256).optional() })
      .catch({})
      .parse(answer.claims());
    return { tokens: tokensOf(answer, null), name: claims.name ?? null };
  }

  /** Throws SignInRefused when the issuer gives no new token, or `dependency-unavailable`. */
  async refresh(tokens: SessionTokens): Promise<SessionTokens> {
    const { refreshToken } = tokens;
    if (refreshToken === null) throw new SignInRefused('The issuer gave no refresh token');
    const configuration = await this.#discovered();
    const answer = await refusalsApart(() => client.refreshTokenGrant(configuration, refreshToken));
    return tokensOf(answer, tokens);
  }

  /** Where the issuer ends its own session too; null where it has no such place. */
  async signOutUrl(idToken: string, returnTo: string): Promise<string | null> {
    const configuration = await this.#discovered();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
    return client.buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: returnTo,
    }).href;
  }

  async #discovered(): Promise<client.Configuration> {
    this.#configuration ??= this.#discover();
    try {
      return await this.#configuration;
    } catch (cause) {
      // The next one tries again.
      this.#configuration = undefined;
      throw cause instanceof CodedError ? cause : issuerTrouble(cause);
    }
  }

  async #discover(): Promise<client.Configuration> {
    const { client: own } = this.settings;
    if (own === null) throw new CodedError('not-found', 'Nobody can sign in: the console has no client');
    const metadata = await this.metadata.find();
    const authentication = own.secret === null ? client.None() : client.ClientSecretBasic(own.secret);
    const configuration = new client.Configuration(metadata, own.id, {}, authentication);
    configuration.timeout = timeoutSeconds;
    configuration[client.customFetch] = (url, { method, headers, body, signal }) =>
      fetchFromIssuer(url, { method, headers, body: body ?? null, signal: signal ?? null });
    if (new URL(metadata.issuer).protocol === 'http:') client.allowInsecureRequests(configuration);
    return configuration;
  }
}

const issuerTrouble = (cause: unknown): CodedError =>
  new CodedError('dependency-unavailable', 'The identity provider does not answer', { cause });

type Answer = client.TokenEndpointResponse & client.TokenEndpointResponseHelpers;

const tokensOf = (answer: Answer, before: SessionTokens | null): SessionTokens => ({
  accessToken: answer.access_token,
  // An issuer that does not say how long gets asked again soon.
  accessTokenEndsAtMs: Date.now() + (answer.expiresIn() ?? 60) * 1_000,
  refreshToken: answer.refresh_token ?? before?.refreshToken ?? null,
  idToken: answer.id_token ?? before?.idToken ?? '',
});

/** What the issuer or the checks of its answer refuse does not mend with time; all else is trouble on the way. */
const refusalsApart = async <Result>(act: () => Promise<Result>): Promise<Result> => {
  try {
    return await act();
  } catch (cause) {
    if (!isRefusal(cause)) throw issuerTrouble(cause);
    throw new SignInRefused('The identity provider did not sign you in', { cause });
  }
};

/** Of https://github.com/panva/oauth4webapi: the answer is another one than was asked for. */
const refusalCodes = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
]);

const isRefusal = (cause: unknown): boolean => {
  if (cause instanceof client.AuthorizationResponseError) return true;
  if (cause instanceof client.ResponseBodyError) return cause.status < 500;
  return cause instanceof client.ClientError && refusalCodes.has(cause.code ?? '');
};
