import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startIdentityProvider, type RunningIdentityProvider } from '@mdm-gate/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';

const clients = [
  { clientId: 'admin', clientSecret: 'admin-secret', roles: ['platform-administrator'] },
  { clientId: 'acme-viewer', clientSecret: 'viewer-secret', roles: ['acme:viewer'] },
];

function verify(token: string, { issuer }: RunningIdentityProvider) {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  return jwtVerify(token, keys, { issuer, audience: 'mdm-gate', typ: 'at+jwt' });
}

describe('a client that asks for a token in its own name', () => {
  let provider: RunningIdentityProvider;
  beforeAll(async () => {
    provider = await startIdentityProvider({ clients });
  });
  afterAll(() => provider.stop());

  it.each([
    ['admin', ['platform-administrator']],
    ['acme-viewer', ['acme:viewer']],
  ])('gets a signed access token for mdm-gate with its roles: %s', async (clientId, roles) => {
    const { payload } = await verify(await provider.tokenFor(clientId), provider);
    expect(payload).toMatchObject({ sub: clientId, client_id: clientId, mdm_gate_roles: roles });
  });

  it('gets none with a wrong secret', async () => {
    const response = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('admin:wrong')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    expect(response.status).toBe(401);
  });
});

describe('the identity provider', () => {
  it('keeps its keys in a private file, so that tokens outlive a SIGKILL', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mdm-gate-keys-'));
    const keysFile = join(folder, 'keys.json');
    const first = await startIdentityProvider({ clients, keysFile });
    const token = await first.tokenFor('admin');
    first.process.kill('SIGKILL');
    await first.process.waitForExit();
    const second = await startIdentityProvider({
      clients,
      keysFile,
      port: Number(new URL(first.issuer).port),
    });
    await expect(verify(token, second)).resolves.toBeDefined();
    expect((await stat(keysFile)).mode & 0o777).toBe(0o600);
    await second.stop();
    await rm(folder, { recursive: true });
  });

  it('ends cleanly when asked to', async () => {
    const provider = await startIdentityProvider({ clients });
    await expect(provider.process.stop()).resolves.toEqual({ code: 0, signal: null });
  });
});
