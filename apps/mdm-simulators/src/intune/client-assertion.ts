import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';

const CLOCK_SKEW_S = 300;

const headerSchema = z
  .object({
    alg: z.enum(['PS256', 'RS256']),
    typ: z.literal('JWT').optional(),
    'x5t#S256': z.string().min(1).optional(),
    x5t: z.string().min(1).optional(),
    kid: z.string().optional(),
  })
  .refine(
    (header) => header['x5t#S256'] !== undefined || header.x5t !== undefined,
    'the thumbprint is missing',
  );

const claimsSchema = z.object({
  aud: z.string(),
  iss: z.string(),
  sub: z.string(),
  jti: z.string().min(1),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  exp: z.number(),
});

function decode<T>(part: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}

interface Expectation {
  readonly clientId: string;
  /** PEM of the certificate that is registered with the application; null: none. */
  readonly certificate: string | null;
  /** Path that the audience has to end with: what stands before it differs by cloud and proxy. */
  readonly audiencePath: string;
  readonly now: number;
}

type Claims = z.infer<typeof claimsSchema>;

/** Null when the claims are as documented; else what is wrong. */
function wrongInClaims(claims: Claims, expected: Expectation): string | null {
  if (claims.iss !== expected.clientId || claims.sub !== expected.clientId) {
    return 'The claims iss and sub have to be the client id.';
  }
  if (!claims.aud.endsWith(expected.audiencePath)) {
    return 'The audience is not the token endpoint.';
  }
  const seconds = expected.now / 1000;
  const isTimely = claims.exp > seconds && (claims.nbf ?? 0) <= seconds + CLOCK_SKEW_S;
  return isTimely ? null : 'The assertion is not within its valid time range.';
}

type Header = z.infer<typeof headerSchema>;

/** Only the registered certificate counts, in force, by either of its thumbprints. */
function isCertificateOf(header: Header, { raw, validToDate }: X509Certificate, now: number): boolean {
  const thumbprint = (digest: string): string => createHash(digest).update(raw).digest('base64url');
  const isMeant = [header['x5t#S256'] === thumbprint('sha256'), header.x5t === thumbprint('sha1')].includes(
    true,
  );
  return isMeant && validToDate.getTime() > now;
}

function isSigned(
  { alg }: Header,
  [header = '', payload = '', signature = '']: string[],
  certificate: X509Certificate,
): boolean {
  const padding =
    alg === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : { padding: constants.RSA_PKCS1_PADDING };
  return verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: certificate.publicKey, ...padding },
    Buffer.from(signature, 'base64url'),
  );
}

function wrongInSignature(header: Header, parts: string[], expected: Expectation): string | null {
  const certificate = expected.certificate === null ? null : new X509Certificate(expected.certificate);
  if (certificate === null || !isCertificateOf(header, certificate, expected.now)) {
    return 'The key was not found: the certificate is not registered, or has expired.';
  }
  return isSigned(header, parts, certificate) ? null : 'The signature is not valid.';
}

/** Null when the assertion is as documented and signed with the key of the registered certificate; else what is wrong. */
export function wrongInAssertion(assertion: string, expected: Expectation): string | null {
  const parts = assertion.split('.');
  const header = decode(parts[0] ?? '', headerSchema);
  if (header === null || parts.length !== 3) {
    return 'The header is not that of a signed assertion.';
  }
  const claims = decode(parts[1] ?? '', claimsSchema);
  if (claims === null) {
    return 'The claims aud, iss, sub, jti and exp have to be there.';
  }
  return wrongInClaims(claims, expected) ?? wrongInSignature(header, parts, expected);
}
