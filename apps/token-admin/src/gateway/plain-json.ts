import { CodedError } from '@mdm-gate/service-kit';

/** More than any body of the catalogue needs, less than what recursion bears. */
const depthMax = 32;

/** PostgreSQL stores no NUL, and nothing stores half a character without changing it. */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\u0000');

const childrenOf = (value: object): readonly unknown[] =>
  Object.entries<unknown>(value as Readonly<Record<string, unknown>>).flat();

/** A name that means something to JavaScript wherever an object is copied field by field. */
const isPoisoned = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__');

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
    if (level.some(isPoisoned)) refuse('holds a field that is not taken');
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? childrenOf(value) : []));
  }
};
