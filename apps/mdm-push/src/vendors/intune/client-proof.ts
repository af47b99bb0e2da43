import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { IntuneCredentials } from './intune.schema.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Microsoft asks for five to ten minutes. */
const assertionLifetimeSeconds = 300;

/** How the app registration proves who it is: a secret, or an assertion signed with its certificate's key. */
export const clientProof = (credentials: IntuneCredentials, tokenUrl: string): Record<string, string> =>
  'clientSecret' in credentials
    ? { client_secret: credentials.clientSecret }
    : { client_assertion_type: assertionType, client_assertion: assertion(credentials, tokenUrl) };

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
const assertion = (
  { clientId, certificate, privateKey }: Extract<IntuneCredentials, { certificate: string }>,
  tokenUrl: string,
): string => {
  try {
    const thumbprint = createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url');
    const now = Math.floor(Date.now() / 1_000);
    const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint };
    const claims = {
      aud: tokenUrl,
      iss: clientId,
      sub: clientId,
      jti: randomUUID(),
      nbf: now,
      iat: now,
      exp: now + assertionLifetimeSeconds,
    };
    const signed = `${encoded(header)}.${encoded(claims)}`;
    const key = {
      key: createPrivateKey(privateKey),
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    };
    return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
  } catch {
    // The reason would quote the key.
    throw new DeliveryProblem('credentials-refused', 'The certificate or its private key cannot be read');
  }
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
