import { isolatedReaders } from '../../fixtures/isolated-readers.ts';
import {
  expiredCertificate,
  pkcs12Of,
  selfSignedCertificate,
} from '../../fixtures/self-signed-certificate.ts';
import { VendorStage } from '../../fixtures/vendor-stage.ts';
import { setUpIntune } from './intune.fixtures.ts';
import { openPkcs12 } from '../../isolation/open-pkcs12.ts';
import { IntuneVendor } from './intune.vendor.ts';

describe('signing in to Microsoft Entra by certificate', () => {
  const stage = new VendorStage({
    simulated: 'intune',
    adapter: new IntuneVendor(isolatedReaders()),
    setUp: setUpIntune,
  });
  const pair = selfSignedCertificate();

  const signedIn = async (credentials: object = pair, registered = pair) => {
    await stage.setUp.tenant.set({ clientCertificate: registered.certificate });
    return stage.open({}, { clientId: stage.setUp.tenant.described.clientId, ...credentials });
  };

  it.each([
    ['PEM', () => pair],
    [
      'PKCS#12',
      () => openPkcs12({ pkcs12: pkcs12Of(pair, 'file-password'), pkcs12Password: 'file-password' }),
    ],
  ])('takes a certificate in the place of a secret: %s', async (_, credentials) => {
    const drive = await signedIn(credentials());
    await expect(drive.deliver('ios', 'value-one')).resolves.toMatchObject({ holds: 'wanted' });
  });

  it('refuses one that is not registered with the app', async () => {
    const drive = await signedIn(pair, selfSignedCertificate());
    await expect(drive.inspect('ios', 'x')).rejects.toMatchObject({
      code: 'credentials-refused',
      detail: expect.stringContaining('AADSTS700027') as string,
    });
  });

  it('tells of one that has expired, and how long one will be taken', async () => {
    const expired = await signedIn(expiredCertificate());
    await expect(expired.session.readiness([expired.slot('ios')], expired.attempt)).resolves.toMatchObject([
      { item: 'credentials', state: 'failing', detail: expect.stringContaining('expired on') as string },
    ]);
    const valid = await signedIn();
    const [credentials] = await valid.session.readiness([valid.slot('ios')], valid.attempt);
    expect(credentials).toMatchObject({ item: 'credentials', state: 'ok', expiresWithinDays: 10 });
  });
});
