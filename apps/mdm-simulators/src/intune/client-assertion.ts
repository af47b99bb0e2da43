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

/** Null when the assertion has the documented form; else what is wrong. Its signature is not looked at. */
export function wrongInAssertion(assertion: string, expected: Expectation): string | null {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  if (decode(header, headerSchema) === null || signature === '') {
    return 'The header is not that of a signed assertion.';
  }
  const claims = decode(payload, claimsSchema);
  return claims === null
    ? 'The claims aud, iss, sub, jti and exp have to be there.'
    : wrongInClaims(claims, expected);
}
