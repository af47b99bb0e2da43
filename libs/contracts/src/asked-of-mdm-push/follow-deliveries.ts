import { z } from 'zod';
import { deliverySchema } from '../delivery.ts';
import { organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

export const listDeliveries = defineRequest({
  subject: 'mdm.push.deliveries.list',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'How far the wanted token has come, per connection and platform',
  request: z.strictObject({ organizationId: organizationIdSchema }),
  reply: z.object({ items: z.array(deliverySchema) }),
});

export const pushNow = defineRequest({
  subject: 'mdm.push.deliveries.push',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Looks at the MDM now instead of at the next turn, and mends what differs',
  request: z.strictObject({ organizationId: organizationIdSchema, connectionId: uuidSchema }),
  reply: z.object({ items: z.array(deliverySchema) }),
});
