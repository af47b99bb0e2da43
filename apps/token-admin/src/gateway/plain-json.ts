import { CodedError } from '@mdm-gate/service-kit';

/** More than any body of the catalogue needs, less than what recursion bears. */
const depthMax = 32;

/** PostgreSQL stores no NUL, and nothing stores half a character without changing it. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const childrenOf = (value: object): readonly unknown[] =>
  Object.entries<unknown>(value as Readonly<Record<string, unknown>>).flat();

const refuse = (message: string): never => {
  throw new CodedError('invalid-request', 'The body is not valid', { issues: [{ path: '', message }] });
};

/** Refuses what no schema looks at: texts anywhere that cannot be stored as they are, and nesting without end. */
export const requirePlainJson = (body: unknown): void => {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) refuse(`is nested deeper than ${depthMax} levels`);
    if (level.some((value) => typeof value === 'string' && !isStorable(value))) {
      refuse('holds NUL or half a character');
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? childrenOf(value) : []));
  }
};
