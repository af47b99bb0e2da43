import { z } from 'zod';
import { graphError, intuneError } from './graph-error.ts';

const typed = z.looseObject({ '@odata.type': z.string().optional() });

/** The body's `@odata.type`, undefined when it has none. Throws Graph's 400 for what is no JSON object. */
export function typeOfBody(body: unknown): string | undefined {
  const parsed = typed.safeParse(body);
  if (!parsed.success) {
    throw graphError(400, 'Empty Payload. JSON content expected.');
  }
  return parsed.data['@odata.type'];
}

function unknownProperty(issues: readonly z.core.$ZodIssue[]): string | undefined {
  return issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [])).at(0);
}

/** Throws Graph's `ModelValidationFailure` for undeclared properties and Intune's 400 for wrong values. */
export function readGraphBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const type = typeOfBody(body);
  const parsed = schema.safeParse(body);
  if (parsed.success) {
    return parsed.data;
  }
  const unknown = unknownProperty(parsed.error.issues);
  if (unknown !== undefined) {
    throw graphError(
      400,
      `The property '${unknown}' does not exist on type '${type?.slice(1) ?? ''}'. ` +
        'Make sure to only use property names that are defined by the type.',
      'ModelValidationFailure',
    );
  }
  throw intuneError(400, z.prettifyError(parsed.error));
}
