import { bindingRecordSchema, type DeviceBinding } from '@mdm-gate/contracts';
import type { BindingNotes } from '../active-set/active-set-store.ts';

/** Brings a binding of the stream into the store. */
export const noteBinding = (notes: BindingNotes, binding: DeviceBinding, sequence: number): Promise<void> =>
  notes.noteBinding({
    sequence,
    organizationId: binding.organizationId,
    deviceId: binding.deviceId,
    connectionId: binding.connectionId,
    changedAtMs: Date.parse(binding.changedAt),
  });

/** What a record of the stream binds; `nobody` for one of a version before that says something else. Null: not a verifier's. */
export const bindingIn = (record: unknown): DeviceBinding | 'nobody' | null => {
  const read = bindingRecordSchema.safeParse(record);
  if (!read.success) return null;
  return 'deviceId' in read.data ? read.data : 'nobody';
};
