import { z } from 'zod';
import { instantSchema, organizationIdSchema, uuidSchema } from './identifiers.ts';
import { streams } from './streams.ts';

export const deviceIdSchema = z.string().min(1).max(128);

/**
 * Which MDM connection manages a device: the one whose token it paired with. Null: an administrator released it.
 * `changedAt` grows with every change of one device, whatever the clocks say.
 */
export const deviceBindingSchema = z.strictObject({
  organizationId: organizationIdSchema,
  deviceId: deviceIdSchema,
  connectionId: uuidSchema.nullable(),
  changedAt: instantSchema,
});
export type DeviceBinding = z.infer<typeof deviceBindingSchema>;

/** The bindings to this connection no longer count, however many there are. */
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
