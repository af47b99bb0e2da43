import { activeSetSchema } from '../active-set.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { uuidSchema } from '../identifiers.ts';

export const tokenCreated = defineEvent({
  type: 'TokenCreated',
  publishedBy: 'token-admin',
  stream: 'tokens',
  description: 'A token was generated or entered by hand',
  fields: { tokenId: uuidSchema, activeSet: activeSetSchema },
});
export type TokenCreated = EventOf<typeof tokenCreated>;
