import { activeSetSchema } from '../active-set.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';
import { uuidSchema } from '../identifiers.ts';

export const tokenChanged = defineEvent({
  type: 'TokenChanged',
  publishedBy: 'token-admin',
  stream: 'tokens',
  description: 'A token got another label, expiry, value or state',
  fields: { tokenId: uuidSchema, activeSet: activeSetSchema },
});
export type TokenChanged = EventOf<typeof tokenChanged>;
