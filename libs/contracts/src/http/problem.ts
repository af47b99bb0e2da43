import { z } from 'zod';
import { impactSchema } from '../impact.ts';

/** RFC 9457 problem details, `application/problem+json`. `code` is stable; `detail` is for people; `issues` names the fields that are wrong. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string(),
  detail: z.string().optional(),
  correlationId: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** With `would-halt-devices`: what the change would do. */
  impact: impactSchema.optional(),
});
export type Problem = z.infer<typeof problemSchema>;
