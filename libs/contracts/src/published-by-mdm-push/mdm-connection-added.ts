import { z } from 'zod';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { uuidSchema } from '../identifiers.ts';

export const mdmConnectionAdded = defineEvent({
  type: 'MdmConnectionAdded',
  publishedBy: 'mdm-push',
  stream: 'deliveries',
  description: 'A connection to an MDM was added',
  fields: { connectionId: uuidSchema, connections: z.number().int().min(0) },
});
export type MdmConnectionAdded = EventOf<typeof mdmConnectionAdded>;
