import { z } from 'zod';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { uuidSchema } from '../identifiers.ts';

export const mdmConnectionRemoved = defineEvent({
  type: 'MdmConnectionRemoved',
  publishedBy: 'mdm-push',
  stream: 'deliveries',
  description: 'A connection to an MDM was removed',
  fields: { connectionId: uuidSchema, connections: z.number().int().min(0) },
});
export type MdmConnectionRemoved = EventOf<typeof mdmConnectionRemoved>;
