import type { BindingRecord } from '@mdm-gate/contracts';
import type { BindingNotes } from '../active-set/active-set-store.ts';

/** Brings a record of the stream into the store. */
export const noteBindingRecord = (notes: BindingNotes, record: BindingRecord): Promise<void> =>
  'removedConnectionId' in record
    ? notes.noteRemovedConnection(record.organizationId, record.removedConnectionId)
    : notes.noteBinding({
        organizationId: record.organizationId,
        deviceId: record.deviceId,
        connectionId: record.connectionId,
        changedAtMs: Date.parse(record.changedAt),
      });
