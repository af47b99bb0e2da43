import {
  expiredCertificate,
  pkcs12Of,
  selfSignedCertificate,
} from '../../fixtures/self-signed-certificate.ts';
import { requestsTo, setFaults } from '../../fixtures/simulators.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { openPkcs12 } from '../../isolation/open-pkcs12.ts';
import { openClientCertificate } from '../http/client-certificate.ts';
import { signedPath } from './signed-path.ts';
import { setUpWorkspaceOne } from './workspace-one.fixtures.ts';
import { WorkspaceOneVendor } from './workspace-one.vendor.ts';

describe('signing in to Workspace ONE by certificate', () => {
  const stage = new VendorStage({
    simulated: 'workspaceOne',
    adapter: new WorkspaceOneVendor(),
    setUp: setUpWorkspaceOne,
  });
  const pair = selfSignedCertificate();

  const signedIn = async (credentials: object = pair, registered = pair) => {
    await stage.setUp.tenant.set({ clientCertificate: registered.certificate });
    return stage.open({}, { tenantCode: stage.setUp.tenant.described.tenantCode, ...credentials });
  };
  const credentialsItem = async (drive: Awaited<ReturnType<typeof signedIn>>) =>
    (await drive.session.readiness([drive.slot('ios')], drive.attempt)).find(
      ({ item }) => item === 'credentials',
    );

  it('takes the file that the console exports', async () => {
    const legacy = ['-legacy', '-certpbe', 'PBE-SHA1-RC2-40', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'];
    const file = { pkcs12: pkcs12Of(pair, 'console', legacy), pkcs12Password: 'console' };
    const drive = await signedIn(openPkcs12(file));
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('is for the path that was signed: sent to another one, the signature is refused', async () => {
    await signedIn();
    const { apiUrl, tenantCode } = stage.setUp.tenant.described;
    const statusOf = async (path: string, signed: string): Promise<number> => {
      const headers = {
        accept: 'application/json;version=1',
        'aw-tenant-code': tenantCode,
        authorization: signedPath(`${apiUrl}${signed}`, openClientCertificate(pair)),
      };
      return (await fetch(`${apiUrl}${path}`, { headers })).status;
    };
    await expect(statusOf('/api/system/info', '/api/system/info')).resolves.toBe(200);
    await expect(statusOf('/api/system/groups/search', '/api/system/info')).resolves.toBe(401);
  });

  it('is told apart from everything else when another certificate is registered', async () => {
    const drive = await signedIn(pair, selfSignedCertificate());
    await expect(drive.inspect('ios', 'x')).rejects.toMatchObject({ code: 'credentials-refused' });
    await expect(credentialsItem(drive)).resolves.toMatchObject({ state: 'failing' });
  });

  it('with a certificate that has expired fails readiness in its credentials, without asking Workspace ONE', async () => {
    const expired = expiredCertificate();
    const drive = await signedIn(expired, expired);
    await setFaults(stage.url, [{ kind: 'answer', status: 500 }]);
    const asked = (await requestsTo(stage.url)).length;
    await expect(credentialsItem(drive)).resolves.toMatchObject({
      state: 'failing',
      detail: expect.stringContaining('expired on 2026-01-01') as string,
    });
    expect(await requestsTo(stage.url)).toHaveLength(asked);
  });

  it('tells how long the certificate will be taken', async () => {
    await expect(credentialsItem(await signedIn())).resolves.toMatchObject({
      state: 'ok',
      expiresWithinDays: 10,
      detail: expect.stringContaining('make a new one') as string,
    });
  });
});
