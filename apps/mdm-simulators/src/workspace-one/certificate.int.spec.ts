import { OpensslSigner } from '../openssl.fixture.ts';
import { call, startForSpec, textAt } from '../simulators.fixture.ts';
import { type RunningSimulators } from '../simulators.ts';

const path = '/api/system/info';

describe('A request to Workspace ONE that is signed with a certificate', () => {
  const signer = new OpensslSigner();
  const other = new OpensslSigner();
  let simulators: RunningSimulators;
  let tenantCode: string;

  beforeAll(async () => {
    simulators = await startForSpec();
    tenantCode = textAt((await call(`${simulators.workspaceOne}/__sim/tenant`)).json, 'tenantCode');
    await register(signer.certificate);
  });
  afterAll(async () => {
    signer.remove();
    other.remove();
    await simulators.stop();
  });

  const register = (clientCertificate: string | null): Promise<unknown> =>
    call(`${simulators.workspaceOne}/__sim/tenant`, { method: 'PATCH', json: { clientCertificate } });
  const statusOf = async (authorization: string, { code = tenantCode, query = '' } = {}): Promise<number> => {
    const headers = { accept: 'application/json;version=1', 'aw-tenant-code': code, authorization };
    return (await call(`${simulators.workspaceOne}${path}${query}`, { headers })).status;
  };

  it.each(['CMSURL`1', "CMSURL'1"])('is answered when it signs its path: %s', async (scheme) => {
    expect(await statusOf(`${scheme} ${signer.sign(path)}`)).toBe(200);
  });

  it.each(['sha1', 'sha256'])('may be signed with a digest of %s', async (digest) => {
    expect(await statusOf(`CMSURL\`1 ${signer.sign(path, ['-md', digest])}`)).toBe(200);
  });

  it('signs the path without the query', async () => {
    const query = '?page=1';
    expect(await statusOf(`CMSURL\`1 ${signer.sign(path)}`, { query })).toBe(200);
    expect(await statusOf(`CMSURL\`1 ${signer.sign(`${path}${query}`)}`, { query })).toBe(401);
  });

  it('is refused when it signs another path', async () => {
    expect(await statusOf(`CMSURL\`1 ${signer.sign('/api/system/groups/search')}`)).toBe(401);
  });

  it('is refused when another certificate signs it, whatever certificate it brings along', async () => {
    expect(await statusOf(`CMSURL\`1 ${other.sign(path)}`)).toBe(401);
  });

  it('is refused when it is no signature, or one that is not detached', async () => {
    expect(await statusOf('CMSURL`1 bm9uZQ==')).toBe(401);
    expect(await statusOf(`CMSURL\`1 ${signer.sign(path, ['-nodetach'])}`)).toBe(401);
  });

  it('needs the tenant code beside it', async () => {
    expect(await statusOf(`CMSURL\`1 ${signer.sign(path)}`, { code: 'wrong' })).toBe(401);
  });

  it('is refused while no certificate is registered', async () => {
    await register(null);
    expect(await statusOf(`CMSURL\`1 ${signer.sign(path)}`)).toBe(401);
    await register(signer.certificate);
  });

  it('registers only what is a certificate', async () => {
    expect(await register('-----BEGIN CERTIFICATE-----\nbm9uZQ==\n-----END CERTIFICATE-----')).toMatchObject({
      status: 400,
    });
  });
});
