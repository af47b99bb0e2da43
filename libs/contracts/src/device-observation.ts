import { z } from 'zod';
import { checkReasonSchema, decisionSchema } from './asked-of-verifier/check-device.ts';
import { deviceIdSchema } from './device-binding.ts';
import { instantSchema, platformSchema, uuidSchema } from './identifiers.ts';

export const checkFlows = ['pairing', 'authentication'] as const;
export const checkFlowSchema = z.enum(checkFlows);
export type CheckFlow = z.infer<typeof checkFlowSchema>;

/**
 * What a device presented, judged as if the policy asked for a token and no failures were counted: a change of the
 * policy does not change it.
 */
export const presentedStates = [
  'token-active',
  'token-retiring',
  'token-missing',
  'token-unknown',
  'token-revoked',
  'token-expired',
  'managed-by-another-mdm',
] as const;
export const presentedStateSchema = z.enum(presentedStates);
export type PresentedState = z.infer<typeof presentedStateSchema>;

/** Tells one foreign value from another within an organization, and nothing else about it. */
export const foreignFingerprintSchema = z.string().regex(/^[A-Za-z0-9_-]{8}$/);

/**
 * What one device last presented at a check, and what came of it. `at` grows with every observation of one device,
 * whatever the clocks of the replicas say. `tokenId`: the token that the presented value matches. `foreignFingerprint`:
 * of a value that matches none. `valueTag`: the start of the value's keyed digest, by which another value of the same
 * token is noticed.
 */
export const deviceObservationSchema = z.object({
  deviceId: deviceIdSchema,
  platform: platformSchema,
  flow: checkFlowSchema,
  at: instantSchema,
  decision: decisionSchema,
  reason: checkReasonSchema,
  presented: presentedStateSchema,
  tokenId: uuidSchema.nullable(),
  foreignFingerprint: foreignFingerprintSchema.nullable(),
  valueTag: z
    .string()
    .regex(/^[A-Za-z0-9_-]{4}$/)
    .nullable(),
});
export type DeviceObservation = z.infer<typeof deviceObservationSchema>;
