import type { z } from 'zod';
import { CodedError, type Issue } from './coded-error.ts';

const issuesMax = 20;

/** The names and texts of what is wrong; never the input, which may hold a secret. */
export const issuesOf = (error: z.ZodError): readonly Issue[] =>
  error.issues
    .slice(0, issuesMax)
    .map(({ path, message }) => ({ path: path.map(String).join('.'), message }));

/** Parses what came from outside, or throws `invalid-request` with the fields that are wrong. */
export const parseOrRefuse = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  what = 'The request',
): z.output<Schema> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new CodedError('invalid-request', `${what} is not valid`, { issues: issuesOf(result.error) });
};
