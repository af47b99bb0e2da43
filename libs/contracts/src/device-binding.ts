import { z } from 'zod';
import { instantSchema, organizationIdSchema, uuidSchema } from './identifiers.ts';
import { streams } from './streams.ts';

const bytesMax = 128;
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const encoder = new TextEncoder();

/** Any id of 1 to 128 bytes that stays the same for the device. It is compared exactly, so that case and spaces count. */
export const deviceIdSchema = z
  .string()
  .min(1)
  .max(bytesMax)
  .refine((text) => !unprintable.test(text), 'must be printable: no control characters, no line ends')
  .refine(
    (text) => text.length * 3 <= bytesMax || encoder.encode(text).length <= bytesMax,
    'must have at most 128 bytes in UTF-8',
  );

/**
 * Which MDM connection manages a device: the one whose token it paired with. Null: an administrator released it.
 * `changedAt` grows with every change of one device, whatever the clocks say.
 */
export const deviceBindingSchema = z.strictObject({
  organizationId: organizationIdSchema,
  /** As it was taken once: a rule that became stricter makes no binding unreadable. */
  deviceId: z.string().min(1).max(bytesMax),
  connectionId: uuidSchema.nullable(),
  changedAt: instantSchema,
  /** The last release of the device, which is done once, however often it is asked for. */
  releaseId: uuidSchema.optional(),
});
export type DeviceBinding = z.infer<typeof deviceBindingSchema>;

/** Written by versions that knew of removed connections from here; the active set lists those that there are. */
export const removedConnectionSchema = z.strictObject({
  organizationId: organizationIdSchema,
  removedConnectionId: uuidSchema,
});
export type RemovedConnection = z.infer<typeof removedConnectionSchema>;

/** What stands in the stream MDM_BINDINGS, the newest record per subject. Only the verifier writes and reads it. */
export const bindingRecordSchema = z.union([deviceBindingSchema, removedConnectionSchema]);
export type BindingRecord = z.infer<typeof bindingRecordSchema>;

/** `key`: one subject token that stands for the device or the connection. */
export const bindingSubject = (organizationId: string, key: string): string =>
  `${streams.bindings.subjectPrefix}.${organizationId}.${key}`;
