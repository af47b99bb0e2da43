import { z } from 'zod';

const identifiers = z.array(z.string().min(1)).min(1).max(10_000);
const identifierType = z.enum(['MDM_IDENTIFIER', 'GUID']).optional();

export const identifiersBody = z.strictObject({ identifiers, identifierType });

export const updateAttributesBody = z.strictObject({
  identifiers,
  identifierType,
  attributes: z
    .record(z.string().min(1), z.string().max(10_000))
    .refine((given) => Object.keys(given).length > 0, 'is empty'),
});

const count = z
  .string()
  .regex(/^\d{1,7}$/u)
  .transform(Number);

export const deviceListQuery = z.object({
  status: z.string().optional(),
  offset: count.default(0),
  limit: count.default(100),
  ruleId: z.string().optional(),
});
