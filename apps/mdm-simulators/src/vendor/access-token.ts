import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const claimsSchema = z.strictObject({
  tenant: z.string(),
  client: z.string(),
  roles: z.array(z.string()),
  expiresAt: z.number(),
});

export type AccessTokenClaims = z.infer<typeof claimsSchema>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function sign(content: string, key: string): string {
  return createHmac('sha256', key).update(content).digest('base64url');
}

/** A token in the shape of a JWT, which clients have to treat as opaque. It stays valid over a restart. */
export function issueAccessToken(claims: AccessTokenClaims, key: string): string {
  const content = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
  return `${content}.${sign(content, key)}`;
}

function readClaims(payload: string): AccessTokenClaims | null {
  try {
    return (
      claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).data ?? null
    );
  } catch {
    return null;
  }
}

function isGenuine(content: string, signature: string, key: string): boolean {
  const [expected, given] = [Buffer.from(sign(content, key)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Null for a token that is malformed, of another issuer, or past its time. `keyOf` knows each tenant's key. */
export function readAccessToken(
  token: string,
  keyOf: (tenantId: string) => string | undefined,
  now: number,
): AccessTokenClaims | null {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = readClaims(payload);
  if (claims === null || claims.expiresAt <= now) {
    return null;
  }
  const key = keyOf(claims.tenant);
  return key !== undefined && isGenuine(`${header}.${payload}`, signature, key) ? claims : null;
}
