import { z } from 'zod';
import { deviceIdSchema } from './device-binding.ts';
import { presentedStateSchema } from './device-observation.ts';
import { instantSchema, platformSchema } from './identifiers.ts';

const countSchema = z.number().int().min(0);

/**
 * Which active devices a change would halt that go on without it, as far as they were last seen. `byReason`: why they
 * would be halted. `neverSeen`: how many more devices the MDM systems count than were ever seen; null when they do not
 * tell. `sample`: some of those that would be halted.
 */
export const impactSchema = z.object({
  activeDevices: countSchema,
  halted: countSchema,
  byReason: z.partialRecord(presentedStateSchema, countSchema),
  byPlatform: z.partialRecord(platformSchema, countSchema),
  neverSeen: countSchema.nullable(),
  asOf: instantSchema,
  sample: z.array(deviceIdSchema).max(20),
});
export type Impact = z.infer<typeof impactSchema>;
