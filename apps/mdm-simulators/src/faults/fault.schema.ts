import { z } from 'zod';
import { handEditSchema } from '../vendor/hand-edit.ts';

function isRegularExpression(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}

const reach = {
  /** Which requests it concerns; without it, all of the vendor's API. */
  match: z
    .strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
      /** Regular expression over path and query. */
      path: z.string().max(500).refine(isRegularExpression, 'is not a regular expression').optional(),
    })
    .optional(),
  /** How many matching requests pass unharmed first. */
  skip: z.int().min(0).default(0),
  /** How many are then harmed; without it, all. */
  times: z.int().min(1).optional(),
};

const refusal = {
  status: z.int().min(400).max(599),
  /** Seconds, whole or decimal, or an HTTP date; absent: no header. */
  retryAfter: z.union([z.number().min(0), z.string().max(100)]).optional(),
  /** Instead of the vendor's usual error body. */
  body: z.record(z.string(), z.unknown()).optional(),
};

/** Everything that `PUT /__sim/faults` can inject. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('answer'), ...refusal, ...reach }),
  z.strictObject({ kind: z.literal('stored-but-refused'), ...refusal, ...reach }),
  z.strictObject({
    kind: z.literal('web-page'),
    status: z.int().min(200).max(599).default(200),
    ...reach,
  }),
  z.strictObject({
    kind: z.literal('hand-edit'),
    edit: handEditSchema,
    /** Whose; the first tenant unless told. */
    tenant: z.string().min(1).max(200).optional(),
    /** Of the request that it meets: when it arrives, or when it has been dealt with and its answer goes out. */
    moment: z.enum(['before', 'after']).default('before'),
    ...reach,
  }),
  z.strictObject({ kind: z.literal('timeout'), ...reach }),
  z.strictObject({ kind: z.literal('latency'), latencyMs: z.int().min(0).max(600_000), ...reach }),
  z.strictObject({ kind: z.literal('disconnect'), ...reach }),
  z.strictObject({ kind: z.literal('lost-answer'), ...reach }),
  z.strictObject({ kind: z.literal('accepted-but-not-stored'), ...reach }),
  // States of the tenants rather than of single requests.
  z.strictObject({ kind: z.literal('expired-credentials') }),
  z.strictObject({ kind: z.literal('expired-access-tokens') }),
  z.strictObject({ kind: z.literal('expired-apns-certificate') }),
]);

export const faultsSchema = z.strictObject({ faults: z.array(faultSchema).max(100) });

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault['kind'];
