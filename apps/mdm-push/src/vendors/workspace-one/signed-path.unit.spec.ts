import { selfSignedCertificate, verifyDetached } from '../../fixtures/self-signed-certificate.ts';
import { openClientCertificate } from '../http/client-certificate.ts';
import { signedPath } from './signed-path.ts';

const pair = selfSignedCertificate();
const signer = openClientCertificate(pair);
const signatureOf = (url: string): Buffer => {
  const [scheme, base64] = signedPath(url, signer).split(' ');
  expect(scheme).toBe('CMSURL`1');
  return Buffer.from(base64 ?? '', 'base64');
};

describe('a request that is signed for Workspace ONE', () => {
  it("is signed over its path with the certificate's key, detached, as another implementation verifies", () => {
    const signature = signatureOf('https://as1.awmdm.com/api/mam/apps/search');
    verifyDetached(signature, '/api/mam/apps/search', pair.certificate);
    expect(signature.includes('/api/mam/apps/search')).toBe(false);
    expect(() => {
      verifyDetached(signature, '/api/mam/apps/other', pair.certificate);
    }).toThrow();
  });

  it('is not signed over its query or its host', () => {
    verifyDetached(
      signatureOf('https://as1.awmdm.com/api/x?page=1&pagesize=500'),
      '/api/x',
      pair.certificate,
    );
  });

  it('is signed over the path as it is sent, escapes and all', () => {
    verifyDetached(signatureOf('https://as1.awmdm.com/api/a%20b/x'), '/api/a%20b/x', pair.certificate);
  });
});
