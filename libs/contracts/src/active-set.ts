import { z } from 'zod';
import { instantSchema, uuidSchema } from './identifiers.ts';

export const policyModes = ['off', 'monitor', 'enforce-pairing', 'enforce'] as const;
export const policyModeSchema = z.enum(policyModes);
export type PolicyMode = z.infer<typeof policyModeSchema>;

/** Whether the mode halts anything, now or once it takes effect. */
export const isEnforcing = (mode: PolicyMode): boolean => mode === 'enforce' || mode === 'enforce-pairing';

/**
 * `mode`: what a check leads to; `enforce-pairing` halts pairings and only monitors authentications.
 * `effectiveFrom`: until then both modes that enforce only monitor.
 * `mdmIntegrated`: the organization has an MDM connection, without which nothing is required of its devices.
 */
export const activeSetPolicySchema = z.object({
  mode: policyModeSchema,
  effectiveFrom: instantSchema.nullable(),
  mdmIntegrated: z.boolean(),
});
export type ActiveSetPolicy = z.infer<typeof activeSetPolicySchema>;

/** `retiring` still matches, but should be gone soon; `revoked` is kept to name the reason of a refusal. */
export const tokenStates = ['active', 'retiring', 'revoked'] as const;
export const tokenStateSchema = z.enum(tokenStates);
export type TokenState = z.infer<typeof tokenStateSchema>;

/**
 * An MDM token as the other services know it: never its value.
 * `digest`: HMAC-SHA-256 of the value under the key named by `digestKeyId`, base64url.
 * `connectionId`: the only MDM connection it is for, or null for all of the organization.
 * `notAfter`: the instant from which it no longer matches.
 */
export const activeSetTokenSchema = z.object({
  tokenId: uuidSchema,
  state: tokenStateSchema,
  digest: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  digestKeyId: z.string().min(1).max(64),
  connectionId: uuidSchema.nullable(),
  notAfter: instantSchema.nullable(),
  createdAt: instantSchema,
});
export type ActiveSetToken = z.infer<typeof activeSetTokenSchema>;

/** All of an organization's MDM tokens that may match now, with the policy. `version` grows by 1 at every change. */
export const activeSetSchema = z.object({
  version: z.number().int().min(1),
  policy: activeSetPolicySchema,
  tokens: z.array(activeSetTokenSchema),
});
export type ActiveSet = z.infer<typeof activeSetSchema>;
