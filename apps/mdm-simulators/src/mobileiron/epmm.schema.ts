import { z } from 'zod';

const count = z
  .string()
  .regex(/^\d{1,7}$/u)
  .transform(Number);

/** Required on most calls; 1 is the global space. */
const space = { adminDeviceSpaceId: z.string().regex(/^\d+$/u) };

export const spaceQuery = z.looseObject(space);

export const deviceSearchQuery = z.looseObject({
  ...space,
  query: z.string().max(255).optional(),
  labelId: z.string().optional(),
  fields: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.string().min(1).max(320)).min(1).max(512))
    .optional(),
  limit: count.default(50),
  /** Index of the first entry, not of the page. */
  offset: count.default(0),
});

export const inventoryQuery = z.looseObject({
  ...space,
  deviceUuids: z.string().transform((text) => text.split(',')),
});

export const labelQuery = z.looseObject({
  ...space,
  limit: count.refine((limit) => limit <= 200, 'must not be greater than 200').default(50),
  offset: count.default(0),
});

export const wakeupQuery = z.looseObject({ ...space, actionType: z.literal('WAKE_UP') });

export const wakeupBody = z.strictObject({
  deviceUuids: z.array(z.string().min(1)).min(1),
  note: z.string().optional(),
  additionalParameters: z.record(z.string(), z.unknown()).optional(),
});

export const definitionsQuery = z.looseObject({
  ...space,
  type: z.enum(['device', 'user']),
  keyword: z.string().optional(),
  limit: count.default(50),
  offset: count.default(0),
});
