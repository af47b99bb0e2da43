import { defineEvent, type EventOf } from '../event-contract.ts';
import { platformSchema, uuidSchema } from '../identifiers.ts';

export const tokenDelivered = defineEvent({
  type: 'TokenDelivered',
  publishedBy: 'mdm-push',
  stream: 'deliveries',
  description: 'An MDM was read back and holds the wanted token (null: the key was withdrawn)',
  fields: { connectionId: uuidSchema, platform: platformSchema, tokenId: uuidSchema.nullable() },
});
export type TokenDelivered = EventOf<typeof tokenDelivered>;
