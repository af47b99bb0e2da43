import { activeSetSchema, organizationIdSchema, type ActiveSet } from '@mdm-gate/contracts';
import type { EventStreamReader } from '@mdm-gate/messaging';
import { z } from 'zod';

const snapshotSchema = z.object({ organizationId: organizationIdSchema, activeSet: activeSetSchema });

/** The newest active set of each organization that the stream holds. What is no such event is passed over. */
export const knownToStream = async (reader: EventStreamReader): Promise<ReadonlyMap<string, ActiveSet>> => {
  const newest = new Map<string, ActiveSet>();
  for await (const { event } of reader.lastPerSubject('tokens')) {
    const snapshot = snapshotSchema.safeParse(event);
    if (!snapshot.success) continue;
    const { organizationId, activeSet } = snapshot.data;
    if (activeSet.version > (newest.get(organizationId)?.version ?? 0)) newest.set(organizationId, activeSet);
  }
  return newest;
};
