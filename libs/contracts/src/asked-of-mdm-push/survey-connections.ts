import { z } from 'zod';
import { instantSchema, organizationIdSchema, platformSchema, uuidSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** So many organizations stand on a page: a page must fit into a message. */
export const surveyedAtOnce = 500;

const heldSchema = z.object({
  connectionId: uuidSchema,
  platform: platformSchema,
  /** Null: the key was withdrawn. */
  tokenId: uuidSchema.nullable(),
  since: instantSchema,
});

export const surveyedOrganizationSchema = z.object({
  organizationId: organizationIdSchema,
  connectionIds: z.array(uuidSchema),
  /** What the MDMs were read back to hold, where what is wanted is stored. */
  held: z.array(heldSchema),
});
export type SurveyedOrganization = z.infer<typeof surveyedOrganizationSchema>;

/** `after`: the last organization of the page before. `last` null: there are no more. Organizations stand in the order of their bytes. */
export const surveyConnections = defineRequest({
  subject: 'mdm.push.connections.survey',
  answeredBy: 'mdm-push',
  mayBeCalledBy: ['token-admin'],
  description: 'Which MDM connections all organizations have and what their MDMs hold, a page at a time',
  request: z.strictObject({ after: organizationIdSchema.nullable() }),
  reply: z.object({
    organizations: z.array(surveyedOrganizationSchema),
    last: organizationIdSchema.nullable(),
  }),
});
