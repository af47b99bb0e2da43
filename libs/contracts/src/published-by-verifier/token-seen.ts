import { z } from 'zod';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { platformSchema, uuidSchema } from '../identifiers.ts';

/** `activeSetVersion`: the set that the presented value was matched with; another one may give the token another value. */
export const tokenSeen = defineEvent({
  type: 'TokenSeen',
  publishedBy: 'verifier',
  stream: 'sightings',
  description:
    'A device presented the value of an active token at a check; said once in a while, not for every check',
  fields: { tokenId: uuidSchema, platform: platformSchema, activeSetVersion: z.number().int().min(1) },
});
export type TokenSeen = EventOf<typeof tokenSeen>;
