import { z } from 'zod';
import { instantSchema, platformSchema, uuidSchema } from './identifiers.ts';

/**
 * What an MDM held instead of the wanted value. `nothing`: the key was taken out. `something-else`: another value, one of
 * another type, the key more than once, or not on all devices any more.
 */
export const driftHeld = ['nothing', 'something-else'] as const;
export type DriftHeld = (typeof driftHeld)[number];

/** `mended`: the wanted value was read back again. `superseded`: another token was wanted before that. */
export const driftEnds = ['mended', 'superseded'] as const;
export type DriftEnd = (typeof driftEnds)[number];

/** So many are kept of each connection, the newest. */
export const driftsKeptMax = 100;

/** One time that an MDM which had held the wanted token was found to hold something else. The value itself is never kept. */
export const driftSchema = z.object({
  driftId: uuidSchema,
  connectionId: uuidSchema,
  platform: platformSchema,
  /** Null: the MDM was to hold none. */
  wantedTokenId: uuidSchema.nullable(),
  held: z.enum(driftHeld).describe('What the MDM held instead: `nothing` or `something-else`'),
  foundAt: instantSchema,
  endedAt: instantSchema.nullable(),
  end: z
    .enum(driftEnds)
    .nullable()
    .describe(
      '`mended`: the wanted value was read back again; `superseded`: another token was wanted before that; null while it lasts',
    ),
});
export type Drift = z.infer<typeof driftSchema>;
