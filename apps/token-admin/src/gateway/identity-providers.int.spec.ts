import { ApiClient, problemOf } from '../fixtures/api-client.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';
import { waitFor } from '@mdm-gate/testing';
import type { Peculiarities, TokenOptions } from '../fixtures/test-issuer.ts';

const now = () => Math.floor(Date.now() / 1_000);

/** Made when it is used: a busy machine comes to it later. */
type Options = TokenOptions | (() => TokenOptions);

describe('access tokens as RFC 9068 describes them', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const call = async (options: Options) => {
    const token = await gateway.issuer.token([], typeof options === 'function' ? options() : options);
    return new ApiClient(gateway.url, token).get('/organizations');
  };

  it.each<[string, Options, RegExp]>([
    ['of no type', { type: null }, /type of the token/],
    ['of the type of an ID token', { type: 'JWT' }, /type of the token/],
    ['of the type of a logout token', { type: 'logout+jwt' }, /type of the token/],
    ['that is an ID token', { claims: { at_hash: 'x' } }, /ID token/],
    ['that is a logout token', { claims: { events: {} } }, /logout token/],
    ['that Keycloak calls a refresh token', { claims: { typ: 'Refresh' } }, /not an access token/],
    ['that is valid for two days', () => ({ expiresAt: now() + 172_800 }), /more than 86400 seconds/],
    ['that has expired', () => ({ expiresAt: now() - 120 }), /expired/],
    ['for somebody else', { audience: 'other' }, /audience/],
    ['of another issuer', { issuer: 'https://other.example.com' }, /another issuer$/],
    [
      'of version 1 of Entra ID',
      { issuer: 'https://sts.windows.net/6f1d/' },
      /another issuer: it is version 1 of Entra ID/,
    ],
    ['that is not valid yet', () => ({ notBefore: now() + 120 }), /not valid yet/],
    [
      'without a time of expiry that is near',
      () => ({ issuedAt: now() - 90_000 }),
      /more than 86400 seconds/,
    ],
  ])('one %s is refused, and told why', async (_, options, detail) => {
    const reply = await call(options);
    expect([reply.status, problemOf(reply).code]).toEqual([401, 'not-authenticated']);
    expect(problemOf(reply).detail).toMatch(detail);
    expect(reply.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", error_description="/,
    );
  });

  it.each<[string, Options]>([
    ['written with application/', { type: 'application/at+jwt' }],
    ['that expired within the tolerance', () => ({ expiresAt: now() - 20 })],
    [
      'that is valid from a moment within the tolerance',
      () => ({ notBefore: now() + 20, issuedAt: now() + 20 }),
    ],
    ['that is valid for exactly a day', () => ({ issuedAt: now(), expiresAt: now() + 86_400 })],
    ['that Keycloak calls Bearer', { claims: { typ: 'Bearer' } }],
  ])('one %s is taken', async (_, options) => {
    expect((await call(options)).status).toBe(200);
  });
});

describe.each([
  ['Entra ID', { TOKEN_ADMIN_OIDC_ROLES_CLAIM: 'roles' }, { roles: ['MDM.Admin'], ver: '2.0' }],
  ['Okta', { TOKEN_ADMIN_OIDC_ROLES_CLAIM: 'groups' }, { groups: ['Everyone', 'MDM.Admin'], ver: 1 }],
  [
    'Keycloak',
    { TOKEN_ADMIN_OIDC_ROLES_CLAIM: 'realm_access.roles' },
    { realm_access: { roles: ['offline_access', 'MDM.Admin'] }, typ: 'Bearer' },
  ],
])('a token shaped as those of %s', (_, settings, claims) => {
  it('gives the roles that the map names', async () => {
    const gateway = await startGateway({
      ...settings,
      TOKEN_ADMIN_OIDC_TOKEN_TYPE: 'JWT',
      TOKEN_ADMIN_OIDC_ROLE_MAP: '{"MDM.Admin": ["acme:administrator", "platform-administrator"]}',
    });
    const token = await gateway.issuer.token([], { type: 'JWT', claims });
    const reply = await new ApiClient(gateway.url, token).get('/session');
    expect(reply.body).toMatchObject({
      isPlatformAdministrator: true,
      roles: [{ organizationId: 'acme', role: 'administrator' }],
    });
    await gateway.stop();
  });
});

describe('an issuer', () => {
  const readiness = async ({ healthUrl }: RunningGateway) => {
    const response = await fetch(`${healthUrl}/readyz`);
    return { status: response.status, body: await response.text() };
  };
  /** Also as the console meets it, which has its own use for what the issuer says. */
  const startWith = (issuerIs: Peculiarities) =>
    startGateway({ TOKEN_ADMIN_CONSOLE_CLIENT_ID: 'console' }, { issuerIs });
  const signInAt = ({ url }: RunningGateway) => fetch(`${url}/console/sign-in`, { redirect: 'manual' });

  it.each([
    ['a slash at the end', (url: string) => `${url}/`, 'they differ in the slash at the end'],
    ['version 1 of Entra ID', () => 'https://sts.windows.net/6f1d/', 'ends in /v2.0'],
    ['Entra ID asked for any tenant', () => 'https://login.example/{tenantid}/v2.0', 'id of the tenant'],
    ['somebody else', () => 'https://other.example.com', 'calls itself \\"https://other.example.com\\"'],
  ])('that calls itself otherwise, by %s, is told by /readyz and to callers', async (_, name, words) => {
    const gateway = await startGateway({}, { issuerIs: {} });
    gateway.issuer.becomes({ issuer: name(gateway.issuer.url) });
    await waitFor(async () => (await readiness(gateway)).status === 503);
    const told = await readiness(gateway);
    expect(told.body).toContain('identity-provider');
    expect(told.body).toContain(words);
    const reply = await new ApiClient(gateway.url, await gateway.issuer.token([])).get('/organizations');
    expect([reply.status, problemOf(reply).code]).toEqual([503, 'dependency-unavailable']);
    expect(JSON.stringify(problemOf(reply).detail)).toContain(words);
    gateway.issuer.becomes({});
    await waitFor(async () => (await readiness(gateway)).status === 200);
    await gateway.stop();
  });

  it('that does not answer is told to callers, and leaves the gateway ready', async () => {
    const gateway = await startWith({ silent: true });
    await waitFor(async () => (await readiness(gateway)).status === 200);
    expect((await readiness(gateway)).status).toBe(200);
    gateway.issuer.becomes({});
    await gateway.stop();
  });

  it.each(['/.well-known/openid-configuration', '/jwks'])(
    'that leads elsewhere from %s is not followed',
    async (path) => {
      const gateway = await startWith({ movedPaths: [path] });
      const token = await gateway.issuer.token(['platform-administrator']);
      const client = new ApiClient(gateway.url, token);
      const reply = await client.get('/organizations');
      expect([reply.status, problemOf(reply).code]).toEqual([503, 'dependency-unavailable']);
      if (path !== '/jwks')
        expect((await signInAt(gateway)).headers.get('location')).toContain('dependency-unavailable');
      expect(gateway.issuer.discoveries).toBe(path === '/jwks' ? 1 : 0);
      gateway.issuer.becomes({});
      await waitFor(async () => (await client.get('/organizations')).status === 200);
      await gateway.stop();
    },
  );

  it('is asked once, by calls and by the console together', async () => {
    const gateway = await startWith({});
    const token = await gateway.issuer.token(['platform-administrator']);
    await Promise.all([
      new ApiClient(gateway.url, token).get('/organizations'),
      signInAt(gateway),
      readiness(gateway),
    ]);
    expect(gateway.issuer.discoveries).toBe(1);
    await gateway.stop();
  });
});
