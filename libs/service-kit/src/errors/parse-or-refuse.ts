import type { z } from 'zod';
import { CodedError, type Issue } from './coded-error.ts';

const issuesMax = 20;
/** Long enough for what we say; a text that repeats thousands of unknown field names is cut. */
const textLengthMax = 200;

const cut = (text: string): string =>
  text.length > textLengthMax ? `${text.slice(0, textLengthMax)}…` : text;

type ZodIssue = z.core.$ZodIssue;

/** Of alternatives, what is wrong with the one that comes closest: people meant that one. */
const closest = (issue: ZodIssue): readonly ZodIssue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const [fewest = []] = issue.errors.toSorted((one, other) => one.length - other.length);
  return fewest.flatMap((each) => closest({ ...each, path: [...issue.path, ...each.path] }));
};

/** The names and texts of what is wrong; never a value, which may be a secret. */
export const issuesOf = (error: z.ZodError): readonly Issue[] =>
  error.issues
    .flatMap(closest)
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
