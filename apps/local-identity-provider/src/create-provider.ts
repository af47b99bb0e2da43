import { randomBytes } from 'node:crypto';
import {
  type ClientMetadata,
  type Configuration,
  type JWKS,
  type KoaContextWithOIDC,
  Provider,
} from 'oidc-provider';
import { type AccountConfig, type ClientConfig, type Config } from './config.ts';
import { offerSignIn, signInAddress } from './sign-in/offer-sign-in.ts';

/** RFC 8707 wants an absolute URI to ask for the API by; whoever asks for nothing gets a token for it too. */
const resource = 'urn:mdm-gate';
const audience = 'mdm-gate';
const scope = 'mdm-gate';

const workingDaySeconds = 12 * 60 * 60;

export interface Directory {
  clients: readonly ClientConfig[];
  accounts: readonly AccountConfig[];
}

/** An OpenID provider whose JWT access tokens (RFC 9068) carry roles, in `mdm_gate_roles` unless told: of the client, or of the person signed in. */
export function createProvider(issuer: string, config: Config, jwks: JWKS): Provider {
  const directory = { clients: config.LOCAL_IDP_CLIENTS, accounts: config.LOCAL_IDP_ACCOUNTS };
  const provider = new Provider(issuer, {
    ...accountSettings(directory),
    clients: directory.clients.map(asClientMetadata),
    jwks,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    ttl: lifetimes(config.LOCAL_IDP_ACCESS_TOKEN_SECONDS),
    issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
    extraTokenClaims: (_context, token) =>
      claimAt(
        config.LOCAL_IDP_ROLES_CLAIM,
        rolesOf(directory, token.clientId, 'accountId' in token ? token.accountId : undefined),
      ),
    interactions: { url: signInAddress },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope,
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: config.LOCAL_IDP_ACCESS_TOKEN_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
  offerSignIn(provider, directory.accounts);
  return provider;
}

/** `realm_access.roles` is `{ realm_access: { roles: … } }`. */
function claimAt(path: string, value: unknown): Record<string, unknown> {
  const [name = '', ...rest] = path.split('.');
  return { [name]: rest.length === 0 ? value : claimAt(rest.join('.'), value) };
}

function asClientMetadata({
  clientId,
  clientSecret,
  redirectUris,
  postLogoutRedirectUris,
}: ClientConfig): ClientMetadata {
  const signsIn = redirectUris.length > 0;
  return {
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uris: redirectUris,
    post_logout_redirect_uris: postLogoutRedirectUris,
    grant_types: ['client_credentials', ...(signsIn ? ['authorization_code', 'refresh_token'] : [])],
    response_types: signsIn ? ['code'] : [],
  };
}

function lifetimes(accessTokenSeconds: number): Configuration['ttl'] {
  return {
    AccessToken: accessTokenSeconds,
    ClientCredentials: accessTokenSeconds,
    IdToken: accessTokenSeconds,
    Interaction: accessTokenSeconds,
    Grant: workingDaySeconds,
    RefreshToken: workingDaySeconds,
    Session: workingDaySeconds,
  };
}

function rolesOf({ clients, accounts }: Directory, clientId?: string, accountId?: string): readonly string[] {
  if (accountId !== undefined) return accounts.find((each) => each.accountId === accountId)?.roles ?? [];
  return clients.find((each) => each.clientId === clientId)?.roles ?? [];
}

function accountSettings({ accounts }: Directory): Configuration {
  return {
    claims: { openid: ['sub'], profile: ['name'] },
    findAccount: (_context, id) => {
      const found = accounts.find(({ accountId }) => accountId === id);
      return found && { accountId: id, claims: () => ({ sub: id, name: found.name ?? id }) };
    },
    loadExistingGrant: grantWithoutAsking,
  };
}

/** All clients are our own: nobody is asked whether they may act for the person. */
async function grantWithoutAsking({ oidc }: KoaContextWithOIDC) {
  const { client, session } = oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const grant = new oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile');
  grant.addResourceScope(resource, scope);
  await grant.save();
  return grant;
}
