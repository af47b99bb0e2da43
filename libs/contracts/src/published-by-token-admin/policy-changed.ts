import { activeSetSchema } from '../active-set.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';

export const policyChanged = defineEvent({
  type: 'PolicyChanged',
  publishedBy: 'token-admin',
  stream: 'tokens',
  description:
    'The organization was created, its policy was set, it got or lost an MDM connection, or its set was published anew',
  fields: { activeSet: activeSetSchema },
});
export type PolicyChanged = EventOf<typeof policyChanged>;
