import { z } from 'zod';
import { instantSchema, platformSchema } from './identifiers.ts';

/**
 * What a connection needs before its MDM can bring the token to devices. `device-attribute`: MobileIron's way.
 * `app`: the authenticator is known to the MDM and managed by it. `assignment`: somebody gets it.
 */
export const readinessItemNames = [
  'credentials',
  'permissions',
  'device-attribute',
  'app',
  'assignment',
  'apple-push-certificate',
  'android-enterprise',
  'clock',
] as const;
export type ReadinessItemName = (typeof readinessItemNames)[number];

/**
 * `unknown`: the MDM does not tell; `detail` says where a person finds it. `expiresAt`: of a certificate;
 * `expiresWithinDays` is 30, 10 or 1 as soon as no more days than that are left, and 0 when it has expired.
 */
export const readinessItemSchema = z.object({
  item: z.enum(readinessItemNames),
  platform: platformSchema.nullable(),
  state: z.enum(['ok', 'failing', 'unknown']),
  detail: z.string(),
  expiresAt: instantSchema.nullable(),
  expiresWithinDays: z.literal([0, 1, 10, 30]).nullable(),
});
export type ReadinessItem = z.infer<typeof readinessItemSchema>;

export const connectionReadinessSchema = z.object({
  checkedAt: instantSchema,
  items: z.array(readinessItemSchema),
});
export type ConnectionReadiness = z.infer<typeof connectionReadinessSchema>;
