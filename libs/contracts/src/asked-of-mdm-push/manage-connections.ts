import { z } from 'zod';
import { actorSchema, organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { mdmConnectionChangeSchema, mdmConnectionSchema, newMdmConnectionSchema } from '../mdm-connection.ts';
import { defineRequest } from '../request-contract.ts';

/**
 * `connectionId` is chosen by the caller, so that a repeated request adds nothing twice. `operationId`, here and below, is
 * the caller's id for what it wants done: whoever repeats a request under it is answered as the first time, and nothing
 * is done twice, whatever has happened since.
 */
export const addConnection = defineRequest({
  subject: 'mdm.push.connections.add',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Adds an MDM connection and starts delivering to it',
  secretIn: 'request',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    connectionId: uuidSchema,
    operationId: uuidSchema.optional(),
    actor: actorSchema,
    correlationId: z.string().min(1).max(128),
    connection: newMdmConnectionSchema,
  }),
  reply: mdmConnectionSchema,
});

export const listConnections = defineRequest({
  subject: 'mdm.push.connections.list',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: "An organization's MDM connections, oldest first",
  request: z.strictObject({ organizationId: organizationIdSchema }),
  reply: z.object({ items: z.array(mdmConnectionSchema) }),
});

export const findConnection = defineRequest({
  subject: 'mdm.push.connections.find',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'One MDM connection',
  request: z.strictObject({ organizationId: organizationIdSchema, connectionId: uuidSchema }),
  reply: mdmConnectionSchema,
});

/**
 * `version` is the one that the caller has seen: 412 when it is not the current one. Credentials must be given again
 * when an address or a certificate authority changes, so that nobody can have stored ones sent elsewhere. Unless
 * `accountMayChange`, they must be of the same account where the account says whose MDM it is: 403 otherwise.
 */
export const changeConnection = defineRequest({
  subject: 'mdm.push.connections.change',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Changes an MDM connection and delivers to it as it is now',
  secretIn: 'request',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    connectionId: uuidSchema,
    operationId: uuidSchema.optional(),
    version: z.number().int().min(1),
    actor: actorSchema,
    correlationId: z.string().min(1).max(128),
    change: mdmConnectionChangeSchema,
    accountMayChange: z.boolean(),
  }),
  reply: mdmConnectionSchema,
});

/** `version` is the one that the caller has seen: 412 when it is not the current one. */
export const removeConnection = defineRequest({
  subject: 'mdm.push.connections.remove',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Removes an MDM connection; what the MDM holds is left as it is',
  request: z.strictObject({
    organizationId: organizationIdSchema,
    connectionId: uuidSchema,
    operationId: uuidSchema.optional(),
    version: z.number().int().min(1),
    actor: actorSchema,
    correlationId: z.string().min(1).max(128),
  }),
  reply: z.object({ connectionId: uuidSchema, connections: z.number().int().min(0) }),
});
