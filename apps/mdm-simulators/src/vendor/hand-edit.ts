import { z } from 'zod';

const platform = z.enum(['ios', 'android']);

const keyEdit = z.strictObject({
  platform,
  key: z.string().min(1).max(200).default('PINGID_MDM_TOKEN'),
  /** Null takes the key away. */
  value: z.string().max(65_535).nullable(),
  type: z.enum(['string', 'integer', 'boolean']).default('string'),
  /** Entered beside what is there under the same key rather than in its place. */
  again: z.boolean().default(false),
});

const descriptionEdit = z.strictObject({ platform, description: z.string().max(2_000) });

const assignmentEdit = z.strictObject({ platform, assignGroup: z.string().min(1).max(200) });

/** What an administrator does to the PingID app's configuration in the vendor's console. */
export const handEditSchema = z.union([keyEdit, descriptionEdit, assignmentEdit]);

export type KeyEdit = z.infer<typeof keyEdit>;
export type HandEdit = z.infer<typeof handEditSchema>;
