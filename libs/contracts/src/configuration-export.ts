import { z } from 'zod';
import { platformSchema, uuidSchema } from './identifiers.ts';

/** `text` is what to do, in order, for a person who administers that MDM. */
export const exportStepsSchema = z.object({
  platform: platformSchema.nullable(),
  title: z.string(),
  steps: z.array(z.string()),
});

export const exportFileSchema = z.object({
  name: z.string(),
  platform: platformSchema.nullable(),
  mediaType: z.string(),
  content: z.string(),
});

/**
 * What to enter into an MDM by hand. `tokenId`: whose value stands in the files, which are as secret as it is; null
 * where they hold only a variable of the MDM.
 */
export const configurationExportSchema = z.object({
  tokenId: uuidSchema.nullable(),
  files: z.array(exportFileSchema),
  instructions: z.array(exportStepsSchema),
});
export type ConfigurationExport = z.infer<typeof configurationExportSchema>;
