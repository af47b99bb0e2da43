import { z } from 'zod';
import { checkReasonSchema, decisionSchema } from '../asked-of-verifier/check-device.ts';
import { instantSchema } from '../identifiers.ts';
import { defineRoute } from './route-contract.ts';

/** How many checks of one minute came to the same. */
export const checkCountSchema = z.object({
  minute: instantSchema,
  decision: decisionSchema,
  reason: checkReasonSchema,
  checks: z.number().int().min(1),
});
export type CheckCount = z.infer<typeof checkCountSchema>;

/** How many minutes are shown at most. */
export const checkCountMinutesMax = 360;

export const listCheckCountsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/check-counts',
  operationId: 'listCheckCounts',
  summary:
    'Counts checks per minute by decision and reason, oldest first; the last minute may not be complete',
  access: 'viewer',
  query: z.strictObject({ minutes: z.coerce.number().int().min(1).max(checkCountMinutesMax).default(60) }),
  replies: {
    200: {
      description: 'Minutes without checks are left out',
      schema: z.object({
        from: instantSchema,
        to: instantSchema,
        items: z.array(checkCountSchema),
        nextCursor: z.null(),
      }),
    },
  },
  errors: [],
});
