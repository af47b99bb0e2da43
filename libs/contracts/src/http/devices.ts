import { z } from 'zod';
import { checkReasonSchema, decisionSchema } from '../asked-of-verifier/check-device.ts';
import { tokenStateSchema } from '../active-set.ts';
import { deliverySchema } from '../delivery.ts';
import { deviceIdSchema } from '../device-binding.ts';
import { checkFlowSchema, foreignFingerprintSchema, presentedStateSchema } from '../device-observation.ts';
import { instantSchema, platformSchema, uuidSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { defineRoute } from './route-contract.ts';

/** A token as far as it helps to recognize it. */
const namedTokenSchema = z.object({ tokenId: uuidSchema, label: z.string(), state: tokenStateSchema });
export type NamedToken = z.infer<typeof namedTokenSchema>;

/**
 * What is known of a device from its checks. `lastSeenAt`: to the day; within a day it is the last change. `presented`:
 * what it presented, whatever the policy asked for, and `token` the token that this matches. `foreignFingerprint` tells
 * a value that matches none from others. `lastProceededAt`, `lastProceededToken`: by a token.
 */
export const deviceSchema = z.object({
  deviceId: deviceIdSchema,
  platform: platformSchema,
  active: z.boolean(),
  firstSeenAt: instantSchema,
  lastSeenAt: instantSchema,
  flow: checkFlowSchema,
  decision: decisionSchema,
  reason: checkReasonSchema,
  presented: presentedStateSchema,
  presentedSince: instantSchema,
  token: namedTokenSchema.nullable(),
  foreignFingerprint: foreignFingerprintSchema.nullable(),
  lastProceededAt: instantSchema.nullable(),
  lastProceededToken: namedTokenSchema.nullable(),
});
export type Device = z.infer<typeof deviceSchema>;

export const seenWithinDaysMax = 3_650;

export const listDevicesRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/devices',
  operationId: 'listDevices',
  summary: 'Lists devices as they were last seen at checks: by day, the newest first, and within a day by id',
  access: 'viewer',
  query: pageQuerySchema.extend({
    /** What it presented matches this token. */
    tokenId: uuidSchema.optional(),
    reason: checkReasonSchema.optional(),
    decision: decisionSchema.optional(),
    platform: platformSchema.optional(),
    seenWithinDays: z.coerce.number().int().min(0).max(seenWithinDaysMax).optional(),
    foreignFingerprint: foreignFingerprintSchema.optional(),
    /** How the id begins. */
    deviceId: deviceIdSchema.optional(),
  }),
  replies: { 200: { description: 'A page', schema: pageOf(deviceSchema) } },
  errors: [],
});

/** `connectionId`: the MDM connection whose token the device paired with. `unknown`: nobody could be asked. */
export const shownBindingSchema = z.object({
  state: z.enum(['bound', 'not-bound', 'unknown']),
  connectionId: uuidSchema.nullable(),
  since: instantSchema.nullable(),
});

/** `advice`: what the device's last check means and what to do, for people. `deliveries`: of its platform; null when nobody could be asked. */
const examinedDeviceSchema = deviceSchema.extend({
  advice: z.string(),
  binding: shownBindingSchema,
  deliveries: z.array(deliverySchema).nullable(),
});

export const findDeviceRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/devices/{deviceId}',
  operationId: 'findDevice',
  summary: 'Shows a device: what it last presented, why it was halted and what to do',
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: examinedDeviceSchema } },
  errors: [],
});

const counted = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.array(z.object({ ...shape, devices: z.number().int().min(0) }));

/**
 * Active devices, as they were last seen. `byToken`: by what they presented, `token` null for none or a foreign value.
 * `foreignValues`: those that most devices present, active or not; `since`: when the first of them did.
 */
export const usageSchema = z.object({
  asOf: instantSchema,
  activeDays: z.number().int().min(1),
  activeDevices: z.number().int().min(0),
  knownDevices: z.number().int().min(0),
  byToken: counted({ token: namedTokenSchema.nullable() }),
  byPlatform: counted({ platform: platformSchema }),
  byReason: counted({ reason: checkReasonSchema }),
  byDecision: counted({ decision: decisionSchema }),
  byPresented: counted({ presented: presentedStateSchema }),
  foreignValues: counted({ fingerprint: foreignFingerprintSchema, since: instantSchema }),
});

export const findUsageRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/usage',
  operationId: 'findUsage',
  summary: 'Counts active devices by token, platform and reason, and the foreign values that devices present',
  access: 'viewer',
  replies: { 200: { description: 'Counted', schema: usageSchema } },
  errors: [],
});
