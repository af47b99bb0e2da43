import { constants, createHash, randomUUID, sign } from 'node:crypto';
import { openClientCertificate, requireValid, type ClientCertificate } from '../http/client-certificate.ts';
import type { IntuneCredentials } from './intune.schema.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Microsoft asks for five to ten minutes. */
const assertionLifetimeSeconds = 300;

/** How the app registration proves who it is: a secret, or an assertion signed with its certificate's key. */
export interface ClientProof {
  /** The fields that it adds to the sign-in at this address. Throws DeliveryProblem `credentials-refused`. */
  fieldsFor(tokenUrl: string): Readonly<Record<string, string>>;
  /** Null for a secret. */
  readonly certificate: ClientCertificate | null;
}

export const clientProof = (credentials: IntuneCredentials): ClientProof => {
  if ('clientSecret' in credentials) {
    const fields = { client_secret: credentials.clientSecret };
    return { certificate: null, fieldsFor: () => fields };
  }
  const certificate = openClientCertificate(credentials);
  return {
    certificate,
    fieldsFor: (tokenUrl) => {
      requireValid(certificate, new Date());
      return {
        client_assertion_type: assertionType,
        client_assertion: assertion(certificate, credentials.clientId, tokenUrl),
      };
    },
  };
};

/** https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
const assertion = (
  { certificate, privateKey }: ClientCertificate,
  clientId: string,
  tokenUrl: string,
): string => {
  const thumbprint = createHash('sha256').update(certificate.raw).digest('base64url');
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
  const key = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
