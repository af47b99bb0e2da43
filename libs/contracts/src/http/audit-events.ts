import { z } from 'zod';
import { actorSchema, givenInstantSchema, instantSchema, organizationIdSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { defineRoute } from './route-contract.ts';

/**
 * `intended`: about to be done in another service, and a later event of the same operation says how it ended. `failed`:
 * it was not done, or nobody knows whether it was.
 */
export const auditOutcomes = ['intended', 'allowed', 'refused', 'failed'] as const;

/**
 * One line of the audit trail. `sequence` and `hash` chain it to the one before, so that a change or removal is found.
 * `operationId` is the same for all tries of one request. `keyId` names the key that the chain is made under here; null in
 * events from before there were keys.
 */
export const auditEventSchema = z.object({
  sequence: z.number().int().min(1),
  organizationId: organizationIdSchema,
  occurredAt: instantSchema,
  actor: actorSchema,
  action: z.string(),
  outcome: z.enum(auditOutcomes),
  subjectId: z.string().nullable(),
  operationId: z.string(),
  correlationId: z.string(),
  sourceAddress: z.string().nullable(),
  before: z.json(),
  after: z.json(),
  keyId: z.string().nullable(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const listAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/audit-events',
  operationId: 'listAuditEvents',
  summary: 'Lists the audit trail, newest first',
  access: 'administrator',
  query: pageQuerySchema.extend({
    /** The operation of this API, such as `revokeToken`. */
    action: z
      .string()
      .regex(/^[A-Za-z]{1,64}$/)
      .optional(),
    /** What people and their programs did (`admin`), or what services did by themselves (`service`). */
    actorType: actorSchema.shape.type.optional(),
    actorId: z.string().min(1).max(256).optional(),
    outcome: z.enum(auditOutcomes).optional(),
    /** The token, MDM connection, device or rotation that it is about. */
    subjectId: z.string().min(1).max(256).optional(),
    since: givenInstantSchema.optional(),
    until: givenInstantSchema.optional(),
  }),
  replies: { 200: { description: 'A page', schema: pageOf(auditEventSchema) } },
  errors: [],
});

export const exportAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/audit-events/export',
  operationId: 'exportAuditEvents',
  summary: 'Gives the whole audit trail as JSON Lines, oldest first',
  access: 'administrator',
  replies: {
    200: { description: 'One event per line', schema: auditEventSchema, mediaType: 'application/jsonl' },
  },
  errors: [],
});

/**
 * `changed`: the row, or one before it, is not what was written. `missing`: rows are gone. `cut-off`: the end is gone.
 * `unkeyed`: the row was made without the audit key. `key-missing`: the key that it names is not in the key ring.
 */
export const auditFaultSchema = z.object({
  sequence: z.number().int().min(1),
  problem: z.enum(['changed', 'missing', 'cut-off', 'unkeyed', 'key-missing']),
});
export type AuditFault = z.infer<typeof auditFaultSchema>;

export const verifyAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/audit-events/verification',
  operationId: 'verifyAuditEvents',
  summary: 'Looks whether any row of the audit trail was changed, removed or moved',
  access: 'administrator',
  replies: {
    200: {
      description:
        'What was found; keep `headHash` elsewhere to prove later that the trail up to here is the same',
      schema: z.object({
        intact: z.boolean(),
        events: z.number().int().min(0),
        headHash: z.string(),
        faults: z.array(auditFaultSchema),
      }),
    },
  },
  errors: [],
});
