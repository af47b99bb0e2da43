import { ApiClient, problemOf } from '../fixtures/api-client.ts';
import { startGateway, type RunningGateway } from '../fixtures/running-gateway.ts';
import type { TokenOptions } from '../fixtures/test-issuer.ts';

const now = () => Math.floor(Date.now() / 1_000);

describe('access tokens as RFC 9068 describes them', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway();
  });
  afterAll(() => gateway.stop());

  const call = async (options: TokenOptions) =>
    new ApiClient(gateway.url, await gateway.issuer.token([], options)).get('/organizations');

  it.each<[string, TokenOptions, RegExp]>([
    ['of no type', { type: null }, /type of the token/],
    ['of the type of an ID token', { type: 'JWT' }, /type of the token/],
    ['of the type of a logout token', { type: 'logout+jwt' }, /type of the token/],
    ['that is an ID token', { claims: { at_hash: 'x' } }, /ID token/],
    ['that is a logout token', { claims: { events: {} } }, /logout token/],
    ['that Keycloak calls a refresh token', { claims: { typ: 'Refresh' } }, /not an access token/],
    ['that is valid for two days', { expiresAt: now() + 172_800 }, /more than 86400 seconds/],
    ['that has expired', { expiresAt: now() - 120 }, /expired/],
    ['for somebody else', { audience: 'other' }, /audience/],
    ['of another issuer', { issuer: 'https://other.example.com' }, /issuer/],
  ])('one %s is refused, and told why', async (_, options, detail) => {
    const reply = await call(options);
    expect([reply.status, problemOf(reply).code]).toEqual([401, 'not-authenticated']);
    expect(problemOf(reply).detail).toMatch(detail);
    expect(reply.headers.get('www-authenticate')).toMatch(
      /^Bearer error="invalid_token", error_description="/,
    );
  });

  it.each<[string, TokenOptions]>([
    ['written with application/', { type: 'application/at+jwt' }],
    ['that expired within the tolerance', { expiresAt: now() - 20 }],
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
