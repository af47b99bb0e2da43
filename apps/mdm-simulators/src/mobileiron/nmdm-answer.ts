import { type z } from 'zod';
import { nmdmError } from './mobileiron-error.ts';

/** The request's part, or 400 with an error per field. */
export function readNmdm<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) {
    return parsed.data;
  }
  const fieldErrors = parsed.error.issues.map(({ code, message, path }) => ({
    code,
    message,
    field: path.join('.'),
  }));
  throw nmdmError(400, 'The request is not valid.', fieldErrors);
}

export const answer = (result: unknown): Record<string, unknown> => ({ errors: null, result });
