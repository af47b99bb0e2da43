import { constants, createHash, randomUUID, sign, X509Certificate } from 'node:crypto';
import { OpensslSigner } from '../openssl.fixture.ts';
import { type Answer, at, call, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';
import { fetchToken, intuneClient } from './intune.fixture.ts';

describe('The login of Intune', () => {
  const signer = new OpensslSigner();
  let simulators: RunningSimulators;
  let tenant: unknown;

  beforeAll(async () => {
    simulators = await startForSpec();
    tenant = (await call(`${simulators.intune}/__sim/tenant`)).json;
    await register(signer.certificate);
  });

  afterEach(() => call(`${simulators.intune}/__sim/faults`, { method: 'DELETE' }));
  afterAll(async () => {
    signer.remove();
    await simulators.stop();
  });

  const register = (clientCertificate: string | null): Promise<Answer> =>
    call(`${simulators.intune}/__sim/tenant`, { method: 'PATCH', json: { clientCertificate } });

  function ask(form: Record<string, string>, directory = textAt(tenant, 'tenantId')): Promise<Answer> {
    return call(`${simulators.intune}/${directory}/oauth2/v2.0/token`, { form });
  }

  const grant = (): Record<string, string> => ({
    grant_type: 'client_credentials',
    scope: 'https://graph.microsoft.com/.default',
    client_id: textAt(tenant, 'clientId'),
    client_secret: textAt(tenant, 'clientSecret'),
  });

  function assertion(claims: Record<string, unknown>, by: OpensslSigner): string {
    const thumbprint = createHash('sha256')
      .update(new X509Certificate(signer.certificate).raw)
      .digest('base64url');
    const now = Math.floor(Date.now() / 1000);
    const id = textAt(tenant, 'clientId');
    const aud = `${simulators.intune}/${textAt(tenant, 'tenantId')}/oauth2/v2.0/token`;
    const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint };
    const payload = {
      aud,
      iss: id,
      sub: id,
      jti: randomUUID(),
      nbf: now,
      iat: now,
      exp: now + 300,
      ...claims,
    };
    const signed = `${encode(header)}.${encode(payload)}`;
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    const signature = sign('sha256', Buffer.from(signed), { key: by.privateKey, ...padding });
    return `${signed}.${signature.toString('base64url')}`;
  }

  function byCertificate(claims: Record<string, unknown> = {}, by = signer): Record<string, string> {
    return {
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
      client_id: textAt(tenant, 'clientId'),
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion(claims, by),
    };
  }

  it('gives a token for the secret, by tenant id and by domain', async () => {
    expect((await ask(grant())).json).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
    expect((await ask(grant(), textAt(tenant, 'domain'))).status).toBe(200);
  });

  it('refuses an assertion that another key signed, and one of a certificate that is not registered', async () => {
    const other = new OpensslSigner();
    expect((await ask(byCertificate({}, other))).json).toMatchObject({ error_codes: [700027] });
    await register(other.certificate);
    expect((await ask(byCertificate())).json).toMatchObject({ error_codes: [700027] });
    await register(signer.certificate);
    other.remove();
  });

  it('gives a token for a certificate assertion of the documented form', async () => {
    expect((await ask(byCertificate())).status).toBe(200);
  });

  it.each([
    ['an audience that is not the token endpoint', { aud: 'https://graph.microsoft.com' }],
    ['another issuer', { iss: 'someone-else' }],
    ['a time that is over', { exp: 1 }],
  ])('refuses an assertion with %s', async (_, claims) => {
    const answer = await ask(byCertificate(claims));
    expect(answer.status).toBe(401);
    expect(at(answer.json, 'error_codes', 0)).toBe(700027);
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, { error: 'invalid_client', error_codes: [7000215] }],
    [
      'an unknown client',
      { client_id: randomUUID() },
      400,
      { error: 'unauthorized_client', error_codes: [700016] },
    ],
    [
      'two resources in the scope',
      { scope: 'https://a/.default https://b/.default' },
      400,
      { error: 'invalid_scope', error_codes: [70011] },
    ],
    [
      'a scope without .default',
      { scope: 'https://graph.microsoft.com/User.Read' },
      400,
      { error: 'invalid_scope', error_codes: [70011] },
    ],
    [
      'another grant',
      { grant_type: 'password' },
      400,
      { error: 'unsupported_grant_type', error_codes: [70003] },
    ],
    ['a missing scope', { scope: '' }, 400, { error: 'invalid_request', error_codes: [900144] }],
  ])('refuses %s with its AADSTS number', async (_, change, status, body) => {
    const answer = await ask({ ...grant(), ...change });
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject(body);
  });

  it('refuses a tenant that it does not know, and a body that is no form', async () => {
    expect((await ask(grant(), 'nope')).json).toMatchObject({ error_codes: [90002] });
    const url = `${simulators.intune}/${textAt(tenant, 'tenantId')}/oauth2/v2.0/token`;
    expect((await call(url, { json: grant() })).status).toBe(400);
  });

  it('says that the secret has expired when it has', async () => {
    await call(`${simulators.intune}/__sim/faults`, {
      method: 'PUT',
      json: { faults: [{ kind: 'expired-credentials' }] },
    });
    const answer = await fetchToken(simulators.intune, tenant);
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ error: 'invalid_client', error_codes: [7000222] });
  });

  it('has Graph refuse a token that is none, and one that has expired', async () => {
    const path = '/beta/deviceAppManagement/mobileApps';
    const client = await intuneClient(simulators.intune);
    const forged = await client.graph(path, { headers: { authorization: 'Bearer a.b.c' } });
    expect(forged.status).toBe(401);
    expect(at(forged.json, 'error', 'code')).toBe('InvalidAuthenticationToken');
    await call(`${simulators.intune}/__sim/faults`, {
      method: 'PUT',
      json: { faults: [{ kind: 'expired-access-tokens' }] },
    });
    expect((await client.graph(path)).status).toBe(401);
  });

  it('keeps a permission that is granted later out of a token that was issued before', async () => {
    const settings = `${simulators.intune}/__sim/tenant`;
    const roles = at(tenant, 'settings', 'roles');
    await call(settings, { method: 'PATCH', json: { roles: [] } });
    const before = await intuneClient(simulators.intune);
    await call(settings, { method: 'PATCH', json: { roles } });
    const refused = await before.graph('/beta/deviceAppManagement/mobileApps');
    expect(refused.status).toBe(403);
    expect(textAt(refused.json, 'error', 'message')).toContain(
      'one of the following scopes: DeviceManagementApps.Read.All',
    );
    const after = await intuneClient(simulators.intune);
    expect((await after.graph('/beta/deviceAppManagement/mobileApps')).status).toBe(200);
  });
});
