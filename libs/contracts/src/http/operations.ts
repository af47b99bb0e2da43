import { z } from 'zod';
import { actorSchema, instantSchema, organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { defineRoute } from './route-contract.ts';

/**
 * `under-way`: begun, and finished by whichever replica can, also after a crash. `done`: in the service that does it, and
 * recorded here. `effective`: every check that starts from now on is decided by `activeSetVersion` or a newer one.
 * `failed`: refused, or nobody knows whether it was done: `failure` says which.
 */
export const operationStates = ['under-way', 'done', 'effective', 'failed'] as const;
export const operationStateSchema = z.enum(operationStates);
export type OperationState = z.infer<typeof operationStateSchema>;

/**
 * An act that does not end with its answer. `action`: the operation of this API that began it. `subjectId`: the token or
 * MDM connection it is about. `activeSetVersion`: of a change of tokens, the version that is to take effect.
 */
export const operationSchema = z.object({
  operationId: uuidSchema,
  organizationId: organizationIdSchema,
  action: z.string(),
  subjectId: z.string().nullable(),
  actor: actorSchema,
  state: operationStateSchema,
  failure: z.object({ code: z.string(), title: z.string() }).nullable(),
  activeSetVersion: z.number().int().min(1).nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
});
export type Operation = z.infer<typeof operationSchema>;

/** The answer to what could not be finished at once: it goes on by itself, and `Location` says where to ask for it. */
export const underWayReply = {
  description: 'Under way: it is finished as soon as it can be, and `Location` says where to ask',
  schema: operationSchema,
} as const;

export const findOperationRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/operations/{operationId}',
  operationId: 'findOperation',
  summary: 'Shows how far an act has come that was answered before it was finished',
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: operationSchema } },
  errors: [],
});

export const listOperationsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/operations',
  operationId: 'listOperations',
  summary: 'Lists acts, newest first',
  access: 'viewer',
  query: pageQuerySchema.extend({ state: operationStateSchema.optional() }),
  replies: { 200: { description: 'A page', schema: pageOf(operationSchema) } },
  errors: [],
});
