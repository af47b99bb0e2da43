import { z } from 'zod';
import { organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** The reply is a secret: it is used at once and never stored or logged. `connectionId` is where it goes, for the audit. */
export const tokenValue = defineRequest({
  subject: 'mdm.token-admin.token-value',
  answeredBy: 'token-admin',
  mayBeCalledBy: ['mdm-push'],
  description: "One token's value, to be written into an MDM; audited",
  secretIn: 'reply',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    tokenId: uuidSchema,
    connectionId: uuidSchema,
  }),
  reply: z.object({ tokenId: uuidSchema, value: z.string() }),
});
