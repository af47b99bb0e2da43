import type { z } from 'zod';
import { issuesOf, readJsonText, type Issue } from '@mdm-gate/service-kit';

export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      readonly code: 'body-too-large' | 'invalid-request';
      readonly detail: string;
      readonly issues?: readonly Issue[];
    };

export interface ReadingRules<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly bytesMax: number;
  /** How the detail of a refusal begins: `The request`. */
  readonly what: string;
}

/** Bytes from outside become a checked value. Their size is looked at first, and no refusal repeats a value. */
export const readJson = <Schema extends z.ZodType>(
  bytes: Uint8Array,
  { schema, bytesMax, what }: ReadingRules<Schema>,
): Reading<z.output<Schema>> => {
  if (bytes.length > bytesMax)
    return { ok: false, code: 'body-too-large', detail: `${what} is larger than ${bytesMax} bytes` };
  const reading = readJsonText(bytes);
  if (!reading.ok) return { ok: false, code: 'invalid-request', detail: `${what} ${reading.reason}` };
  try {
    const result = schema.safeParse(reading.value);
    if (result.success) return { ok: true, value: result.data };
    return {
      ok: false,
      code: 'invalid-request',
      detail: `${what} is not valid`,
      issues: issuesOf(result.error),
    };
  } catch {
    // Nested too deeply to look at.
    return { ok: false, code: 'invalid-request', detail: `${what} is not readable JSON` };
  }
};
