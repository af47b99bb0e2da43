import { activeSetSchema } from '../active-set.ts';
import { defineEvent, type EventOf } from '../event-contract.ts';

/** Its active set is `forgotten`, and newer than all that copies had. What MDMs hold is left as it is. */
export const organizationForgotten = defineEvent({
  type: 'OrganizationForgotten',
  publishedBy: 'token-admin',
  stream: 'tokens',
  description:
    'Copies had an organization that the database does not have, such as after a restore: no check of it goes on any more',
  fields: { activeSet: activeSetSchema },
});
export type OrganizationForgotten = EventOf<typeof organizationForgotten>;
