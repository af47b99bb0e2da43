import { z } from 'zod';

const count = z
  .string()
  .regex(/^\d{1,9}$/u)
  .transform(Number);

export const deviceQuery = z.object({
  dmPartitionId: count.optional(),
  q: z.string().optional(),
  fq: z.string().optional(),
  rows: count.default(50),
  start: count.default(0),
  type: z.string().optional(),
  bundleId: z.string().optional(),
  platformType: z.string().optional(),
});

export const attributesBody = z.strictObject({
  attrs: z.record(z.string().min(1), z.union([z.string(), z.null(), z.tuple([z.string()])])),
});

export const actionForm = z.strictObject({
  ids: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
  dmPartitionId: z.string().optional(),
});

export const attributeTypeQuery = z.object({
  type: z.enum(['account', 'device', 'AAD', 'LDAP']),
  rows: count.default(50),
  start: count.default(0),
});
