import { z } from 'zod';
import { actorSchema, instantSchema, organizationIdSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { defineRoute } from './route-contract.ts';

/** One line of the audit trail. `sequence` and `hash` chain it to the one before, so that a change or removal is found. */
export const auditEventSchema = z.object({
  sequence: z.number().int().min(1),
  organizationId: organizationIdSchema,
  occurredAt: instantSchema,
  actor: actorSchema,
  action: z.string(),
  outcome: z.enum(['allowed', 'refused']),
  subjectId: z.string().nullable(),
  correlationId: z.string(),
  sourceAddress: z.string().nullable(),
  before: z.json(),
  after: z.json(),
  hash: z.string(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

export const listAuditEventsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/audit-events',
  operationId: 'listAuditEvents',
  summary: 'Lists the audit trail, newest first',
  access: 'administrator',
  query: pageQuerySchema,
  replies: { 200: { description: 'A page', schema: pageOf(auditEventSchema) } },
  errors: [],
});
