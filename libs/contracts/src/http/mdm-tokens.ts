import { z } from 'zod';
import { tokenStateSchema } from '../active-set.ts';
import { givenInstantSchema, instantSchema, uuidSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { plainTextSchema } from './plain-text.ts';
import { defineRoute } from './route-contract.ts';

/** Printable ASCII without surrounding spaces and without what an MDM would take for a variable. Compared byte for byte. */
export const tokenValueSchema = z
  .string()
  .min(8)
  .max(256)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII without surrounding spaces')
  .refine((value) => !/\{\{|\}\}|\$\{/.test(value), 'MDM variable syntax is not allowed');

export const tokenLabelSchema = plainTextSchema(120);

/** An MDM token as the console shows it. `fingerprint` tells values apart without giving them away. */
export const mdmTokenSchema = z.object({
  tokenId: uuidSchema,
  label: z.string(),
  state: tokenStateSchema,
  origin: z.enum(['generated', 'manual']),
  fingerprint: z.string(),
  connectionId: uuidSchema.nullable(),
  expiresAt: instantSchema.nullable(),
  createdAt: instantSchema,
  createdBy: z.string(),
  changedAt: instantSchema,
  revokedAt: instantSchema.nullable(),
  revokedBecause: z.enum(['retired', 'compromised']).nullable(),
  version: z.number().int().min(1),
});
export type MdmToken = z.infer<typeof mdmTokenSchema>;

export const createTokenRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-tokens',
  operationId: 'createToken',
  summary: 'Generates an MDM token, or takes one entered by hand',
  access: 'administrator',
  body: z.strictObject({
    label: tokenLabelSchema,
    value: tokenValueSchema.optional(),
    connectionId: uuidSchema.optional(),
    expiresAt: givenInstantSchema.optional(),
  }),
  replies: {
    201: {
      description: 'Created; the only time that the value is shown without a reveal',
      schema: z.object({ token: mdmTokenSchema, value: z.string() }),
    },
  },
  errors: ['mdm-connection-unknown', 'mdm-integration-required', 'token-value-in-use', 'too-many-tokens'],
});

export const listTokensRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-tokens',
  operationId: 'listTokens',
  summary: 'Lists MDM tokens, newest first',
  access: 'viewer',
  query: pageQuerySchema,
  replies: { 200: { description: 'A page', schema: pageOf(mdmTokenSchema) } },
  errors: [],
});

export const findTokenRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-tokens/{tokenId}',
  operationId: 'findToken',
  summary: 'Shows one MDM token',
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: mdmTokenSchema } },
  errors: [],
});

const revokedSchema = z.object({
  token: mdmTokenSchema,
  effective: z.boolean(),
  activeSetVersion: z.number().int().min(1),
});

export const revokeTokenRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-tokens/{tokenId}/revoke',
  operationId: 'revokeToken',
  summary: 'Revokes an MDM token',
  access: 'administrator',
  body: z.strictObject({
    because: z.enum(['retired', 'compromised']),
    note: plainTextSchema(1_000).optional(),
  }),
  ifMatch: true,
  replies: {
    200: { description: 'Every check that starts from now on is refused', schema: revokedSchema },
    202: {
      description: 'Recorded; it takes effect as soon as the verifier can be reached',
      schema: revokedSchema,
    },
  },
  errors: ['last-active-token', 'token-already-revoked'],
});

export const revealTokenRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-tokens/{tokenId}/reveal',
  operationId: 'revealToken',
  summary: "Shows a token's value once more; audited",
  access: 'administrator',
  replies: {
    200: { description: 'The value', schema: z.object({ tokenId: uuidSchema, value: z.string() }) },
  },
  errors: [],
});
