import { z } from 'zod';
import { deliverySchema } from '../delivery.ts';
import { driftSchema } from '../drift.ts';
import { actorSchema, organizationIdSchema, platformSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

export const listDeliveries = defineRequest({
  subject: 'mdm.push.deliveries.list',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'How far the wanted token has come, per connection and platform',
  request: z.strictObject({ organizationId: organizationIdSchema }),
  reply: z.object({ items: z.array(deliverySchema) }),
});

export const listDrifts = defineRequest({
  subject: 'mdm.push.deliveries.drifts',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'When an MDM was found to hold something else than the wanted token, the newest first',
  request: z.strictObject({ organizationId: organizationIdSchema, connectionId: uuidSchema }),
  reply: z.object({ items: z.array(driftSchema) }),
});

export const pushNow = defineRequest({
  subject: 'mdm.push.deliveries.push',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Looks at the MDM now instead of at the next turn, and mends what differs',
  request: z.strictObject({ organizationId: organizationIdSchema, connectionId: uuidSchema }),
  reply: z.object({ items: z.array(deliverySchema) }),
});

/** 409 when another token is wanted by now, or when the MDM can be asked itself. `tokenId` null: the key was withdrawn. */
export const confirmDelivery = defineRequest({
  subject: 'mdm.push.deliveries.confirm',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'A person says that the wanted token stands in an MDM that has no API',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    connectionId: uuidSchema,
    platform: platformSchema,
    tokenId: uuidSchema.nullable(),
    operationId: uuidSchema.optional(),
    actor: actorSchema,
    correlationId: z.string().min(1).max(128),
  }),
  reply: deliverySchema,
});
