import type { SecretText } from '@mdm-gate/service-kit';
import { z } from 'zod';

const claimsSchema = z.object({ roles: z.array(z.string()).default([]) });

/** The claim `roles` of an access token, only to tell an administrator what is missing; undefined when it is no JWT. */
export const rolesIn = (token: SecretText): readonly string[] | undefined => {
  const payload = token.reveal().split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const parsed = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data.roles : undefined;
  } catch {
    return undefined;
  }
};
