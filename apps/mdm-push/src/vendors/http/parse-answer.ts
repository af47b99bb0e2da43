import type { z } from 'zod';
import { DeliveryProblem } from '../delivery-problem.ts';

/** What the vendor's contract promises, or `vendor-answer-unexpected` with the names of what is missing. */
export const parseAnswer = <Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  what: string,
): z.output<Schema> => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 5).map(({ path }) => path.map(String).join('.'));
  throw new DeliveryProblem(
    'vendor-answer-unexpected',
    `${what}: unexpected at ${fields.join(', ') || 'the top'}`,
  );
};
