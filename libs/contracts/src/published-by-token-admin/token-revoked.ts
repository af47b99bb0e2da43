import { activeSetSchema } from '../active-set.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { uuidSchema } from '../identifiers.ts';

export const tokenRevoked = defineEvent({
  type: 'TokenRevoked',
  publishedBy: 'token-admin',
  stream: 'tokens',
  description: 'A token was revoked and no longer matches',
  fields: { tokenId: uuidSchema, activeSet: activeSetSchema },
});
export type TokenRevoked = EventOf<typeof tokenRevoked>;
