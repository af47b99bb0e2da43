import { z } from 'zod';
import { configurationExportSchema } from '../configuration-export.ts';
import { organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** The reply may hold a token's value: it is a secret. 409 when no token is wanted in this connection. */
export const exportConfiguration = defineRequest({
  subject: 'mdm.push.connections.export',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Files and steps with which a person brings the wanted token into an MDM',
  secretIn: 'reply',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    connectionId: uuidSchema,
    correlationId: z.string().min(1).max(128),
  }),
  reply: configurationExportSchema,
});
