import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { expiredCertificate, selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';
import { clientProof } from './client-proof.ts';

const clientId = '11111111-1111-4111-8111-111111111111';
const tokenUrl = 'https://login.example.com/tenant/oauth2/v2.0/token';
const decoded = (part: string | undefined): unknown =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));

describe('how an app registration proves who it is', () => {
  it('is its secret', () => {
    expect(clientProof({ clientId, clientSecret: 'secret' }).fieldsFor(tokenUrl)).toEqual({
      client_secret: 'secret',
    });
  });

  it("is an assertion that is signed with its certificate's key, for this address and a few minutes", () => {
    const { certificate, privateKey } = selfSignedCertificate();
    const proof = clientProof({ clientId, certificate, privateKey }).fieldsFor(tokenUrl);
    const [header, claims, signature] = (proof.client_assertion ?? '').split('.');
    const { publicKey, raw } = new X509Certificate(certificate);
    expect(decoded(header)).toEqual({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
    });
    const { exp, nbf, ...said } = decoded(claims) as { exp: number; nbf: number };
    expect(said).toMatchObject({ aud: tokenUrl, iss: clientId, sub: clientId });
    expect(exp - nbf).toBe(300);
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    expect(
      verify(
        'sha256',
        Buffer.from(`${header ?? ''}.${claims ?? ''}`),
        key,
        Buffer.from(signature ?? '', 'base64url'),
      ),
    ).toBe(true);
  });

  it('is not made with a certificate that has expired', () => {
    const proof = clientProof({ clientId, ...expiredCertificate() });
    expect(() => proof.fieldsFor(tokenUrl)).toThrow(/credentials-refused.*expired/);
  });
});
