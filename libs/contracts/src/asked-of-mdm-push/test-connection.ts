import { z } from 'zod';
import { connectionReadinessSchema } from '../connection-readiness.ts';
import { organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** Calls the MDM several times: the caller should wait up to 30 seconds. */
export const testConnection = defineRequest({
  subject: 'mdm.push.connections.test',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Looks in the MDM whether everything is there that deliveries need; changes nothing',
  request: z.strictObject({ organizationId: organizationIdSchema, connectionId: uuidSchema }),
  reply: connectionReadinessSchema,
});
