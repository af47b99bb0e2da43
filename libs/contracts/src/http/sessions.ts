import { z } from 'zod';
import { instantSchema, organizationIdSchema, uuidSchema } from '../identifiers.ts';
import { defineRoute, organizationRoles } from './route-contract.ts';

/** One sign-in to the console. It ends at `idleUntil` unless it is used before, and at `endsAt` in any case. */
export const consoleSessionSchema = z.object({
  sessionId: uuidSchema,
  startedAt: instantSchema,
  lastUsedAt: instantSchema,
  idleUntil: instantSchema,
  endsAt: instantSchema,
  sourceAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
});
export type ConsoleSession = z.infer<typeof consoleSessionSchema>;

/** Who calls, and what they may do. `session` is null for a bearer token. */
export const whoAmISchema = z.object({
  callerId: z.string(),
  name: z.string().nullable(),
  isPlatformAdministrator: z.boolean(),
  roles: z.array(z.object({ organizationId: organizationIdSchema, role: z.enum(organizationRoles) })),
  session: consoleSessionSchema.nullable(),
});
export type WhoAmI = z.infer<typeof whoAmISchema>;

export const whoAmIRoute = defineRoute({
  method: 'GET',
  path: '/session',
  operationId: 'whoAmI',
  summary: 'Says who is signed in, with which roles',
  access: 'signed-in',
  replies: { 200: { description: 'You', schema: whoAmISchema } },
  errors: [],
});

export const listSessionsRoute = defineRoute({
  method: 'GET',
  path: '/sessions',
  operationId: 'listSessions',
  summary: 'Lists your own sessions in the console, newest first',
  access: 'signed-in',
  replies: {
    200: {
      description: 'All that have not ended',
      schema: z.object({ items: z.array(consoleSessionSchema), nextCursor: z.null() }),
    },
  },
  errors: [],
});

export const endSessionRoute = defineRoute({
  method: 'DELETE',
  path: '/sessions/{sessionId}',
  operationId: 'endSession',
  summary: 'Ends one of your sessions in the console at once',
  access: 'oneself',
  replies: { 204: { description: 'Ended', schema: z.null() } },
  errors: [],
});
