import { defineEvent, type EventOf } from '../event-contract.ts';
import { platformSchema, uuidSchema } from '../identifiers.ts';

export const driftDetected = defineEvent({
  type: 'DriftDetected',
  publishedBy: 'mdm-push',
  stream: 'deliveries',
  description: 'An MDM that held the wanted token was found to hold something else; it is being mended',
  fields: { connectionId: uuidSchema, platform: platformSchema, tokenId: uuidSchema.nullable() },
});
export type DriftDetected = EventOf<typeof driftDetected>;
