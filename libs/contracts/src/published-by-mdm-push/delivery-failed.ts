import { z } from 'zod';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { platformSchema, uuidSchema } from '../identifiers.ts';

export const deliveryFailed = defineEvent({
  type: 'DeliveryFailed',
  publishedBy: 'mdm-push',
  stream: 'deliveries',
  description: 'A delivery turned from working to failing or blocked',
  fields: {
    connectionId: uuidSchema,
    platform: platformSchema,
    tokenId: uuidSchema.nullable(),
    state: z.enum(['failing', 'blocked']),
    code: z.string(),
  },
});
export type DeliveryFailed = EventOf<typeof deliveryFailed>;
