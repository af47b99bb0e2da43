import { z } from 'zod';

/** What the issuer gave for a session. Stored sealed; never leaves the server. */
export const sessionTokensSchema = z.object({
  accessToken: z.string(),
  /** When the access token ends, in milliseconds since 1970. */
  accessTokenEndsAtMs: z.number(),
  refreshToken: z.string().nullable(),
  /** Shown to the issuer when signing out. */
  idToken: z.string(),
});
export type SessionTokens = z.infer<typeof sessionTokensSchema>;
