import { z } from 'zod';
import { activeSetIdentity } from '../active-set.ts';
import { organizationIdSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** So many organizations may be asked for at once. */
export const heldActiveSetsMax = 500;

/**
 * `lineage` and `mac` null: written by a verifier of a version that knew of neither. `withheld`: no check is decided by
 * it, until a newer one comes. `forgotten`: the organization is not known to token-admin.
 */
export const heldActiveSetSchema = z.object({
  organizationId: organizationIdSchema,
  lineage: activeSetIdentity.lineage.nullable(),
  version: z.number().int().min(0),
  mac: activeSetIdentity.mac.nullable(),
  withheld: z.boolean(),
  forgotten: z.boolean(),
});
export type HeldActiveSet = z.infer<typeof heldActiveSetSchema>;

/**
 * `organizationIds`: of these only. Otherwise of all organizations, page by page, each at least once: `cursor` is that of
 * the page before, null for the first page and in the answer of the last one. Answers 409 when the store was replaced
 * between two pages.
 */
export const heldActiveSets = defineRequest({
  subject: 'mdm.verifier.active-sets',
  answeredBy: 'verifier',
  mayBeCalledBy: ['token-admin'],
  description: 'Which active sets checks are decided by',
  request: z.strictObject({
    organizationIds: z.array(organizationIdSchema).max(heldActiveSetsMax).nullable(),
    cursor: z
      .string()
      .regex(/^[0-9a-f]{40}:[0-9]{1,20}$/)
      .meta({ examples: [`${'0'.repeat(40)}:0`] })
      .nullable(),
  }),
  reply: z.object({ items: z.array(heldActiveSetSchema), cursor: z.string().nullable() }),
});
