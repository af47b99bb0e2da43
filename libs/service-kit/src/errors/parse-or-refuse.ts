import type { z } from 'zod';
import { CodedError, type Issue } from './coded-error.ts';

const issuesMax = 20;
/** Long enough for what we say; a text that repeats thousands of unknown field names is cut. */
const textLengthMax = 200;

const cut = (text: string): string =>
  text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text;

/** The names and texts of what is wrong; never a value, which may be a secret. */
export const issuesOf = (error: z.ZodError): readonly Issue[] =>
  error.issues
    .slice(0, issuesMax)
    .map(({ path, message }) => ({ path: cut(path.map(String).join('.')), message: cut(message) }));

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
