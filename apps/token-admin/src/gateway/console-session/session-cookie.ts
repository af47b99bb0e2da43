import { createHash, randomBytes } from 'node:crypto';
import type { CookieSerializeOptions } from '@fastify/cookie';

/** The prefix binds them to this host and to TLS: https://www.rfc-editor.org/rfc/rfc6265 and its successor, section 4.1.3. */
export const sessionCookie = '__Host-mdm-gate';
export const signInCookie = '__Host-mdm-gate-sign-in';

/** Lax: a strict one would not be sent on the way back from the issuer. */
export const cookieOptions = {
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'lax',
} as const satisfies CookieSerializeOptions;

const secretBytes = 32;

export const newSessionSecret = (): string => randomBytes(secretBytes).toString('base64url');

/** 256 random bits need no salt and no slow hash. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');
