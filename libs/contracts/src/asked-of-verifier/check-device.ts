import { z } from 'zod';
import { deviceIdSchema } from '../device-binding.ts';
import { organizationIdSchema, platformSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** `mdmToken`: what the device was given as managed app configuration, null when it has none. */
export const checkRequestSchema = z.strictObject({
  organizationId: organizationIdSchema,
  deviceId: deviceIdSchema,
  platform: platformSchema,
  mdmToken: z
    .string()
    .max(4_096)
    .nullable()
    .meta({
      description: 'What the device was given as managed app configuration; null when it has none',
      examples: ['what the device presents'],
    }),
});
export type CheckRequest = z.infer<typeof checkRequestSchema>;

/** Enough for the longest device and token with every character escaped; reading more would hold up other checks. */
export const checkRequestBytesMax = 32 * 1_024;

export const checkReasons = [
  'token-active',
  'token-retiring',
  'mdm-not-required',
  'token-missing',
  'token-unknown',
  'token-revoked',
  'token-expired',
  'managed-by-another-mdm',
  'too-many-failures',
  'organization-unknown',
  'unavailable',
] as const;
export const checkReasonSchema = z.enum(checkReasons);
export type CheckReason = z.infer<typeof checkReasonSchema>;

export const decisionSchema = z.enum(['proceed', 'halt']);

/** `enforced` false: the reason is the true one, but the policy only monitors. `activeSetVersion` 0: no set is known. */
export const checkReplySchema = z.object({
  decision: decisionSchema,
  reason: checkReasonSchema,
  enforced: z.boolean(),
  tokenId: uuidSchema.nullable(),
  activeSetVersion: z.number().int().min(0),
});
export type CheckReply = z.infer<typeof checkReplySchema>;

export const checkPairing = defineRequest({
  subject: 'mdm.check.pairing',
  answeredBy: 'verifier',
  mayBeCalledBy: ['internal-services'],
  description: 'May this device pair with the authenticator app?',
  request: checkRequestSchema,
  requestBytesMax: checkRequestBytesMax,
  reply: checkReplySchema,
});

export const checkAuthentication = defineRequest({
  subject: 'mdm.check.authentication',
  answeredBy: 'verifier',
  mayBeCalledBy: ['internal-services'],
  description: 'May this device authenticate?',
  request: checkRequestSchema,
  requestBytesMax: checkRequestBytesMax,
  reply: checkReplySchema,
});
