import { z } from 'zod';
import { instantSchema, platformSchema, uuidSchema } from './identifiers.ts';

/**
 * How far the wanted token has come in one connection, for one platform.
 * `wanted`: to be written. `accepted`: the MDM took it, not read back yet. `stored`: read back from the MDM, or, where
 * it has no API, confirmed by a person or presented by a device (see `evidence`).
 * `awaiting-confirmation`: only a person or a device can tell. `drifted`: the MDM holds another value.
 * `failing`: tried again by itself. `blocked`: an administrator must mend something first.
 * No state says that a device applied the value: no MDM knows.
 */
export const deliveryStates = [
  'wanted',
  'accepted',
  'stored',
  'awaiting-confirmation',
  'drifted',
  'failing',
  'blocked',
] as const;
export const deliveryStateSchema = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

const countSchema = z.number().int().min(0).nullable();

/**
 * Devices as the MDM counts them, at the instant `asOf`; null where it does not tell. `devices` are meant to have the
 * value, on `installed` of them the app is installed, `holding` have taken the newest value up as far as the MDM
 * knows, `pending` were sent it and have not yet, `failed` could not; the rest is still to be sent. Not a proof: no MDM knows what an app reads.
 */
export const deliveryCountsSchema = z.object({
  devices: z.number().int().min(0),
  installed: countSchema,
  holding: countSchema,
  pending: countSchema,
  failed: countSchema,
  asOf: instantSchema,
});
export type DeliveryCounts = z.infer<typeof deliveryCountsSchema>;

/** `wantedTokenId` null: the key is to be withdrawn. `heldTokenId`: what the MDM was last seen to hold, null for none or another value. */
export const deliverySchema = z.object({
  connectionId: uuidSchema,
  platform: platformSchema,
  state: deliveryStateSchema,
  wantedTokenId: uuidSchema.nullable(),
  heldTokenId: uuidSchema.nullable(),
  attempts: z.number().int().min(0),
  /** How `stored` is known; null in other states. */
  evidence: z.enum(['read-back', 'confirmed', 'presented']).nullable().optional(),
  /** Left out or null where the MDM counts no devices. */
  counts: deliveryCountsSchema.nullable().optional(),
  /** `code` is one of delivery-problems.ts. */
  lastError: z.object({ code: z.string(), detail: z.string(), at: instantSchema }).nullable(),
  nextAttemptAt: instantSchema.nullable(),
  changedAt: instantSchema,
});
export type Delivery = z.infer<typeof deliverySchema>;
