import { z } from 'zod';
import { tokenStateSchema } from '../active-set.ts';
import { deviceIdSchema } from '../device-binding.ts';
import { impactSchema } from '../impact.ts';
import { givenInstantSchema, instantSchema, platformSchema, uuidSchema } from '../identifiers.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { plainTextSchema } from './plain-text.ts';
import { acknowledgedSchema, dryRunAnswerSchema, dryRunQuerySchema } from './dry-run.ts';
import { defineRoute } from './route-contract.ts';

/** Printable ASCII without surrounding spaces and without what an MDM would take for a variable. Compared byte for byte. */
export const tokenValueSchema = z
  .string()
  .min(8)
  .max(256)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'printable ASCII without surrounding spaces')
  .refine((value) => !/\{\{|\}\}|\$\{/.test(value), 'MDM variable syntax is not allowed');

export const tokenLabelSchema = plainTextSchema(120).meta({ examples: ['Autumn 2026'] });

/**
 * What an administrator should know of a token. `weak-value`: a value entered by hand that is easy to guess.
 * `expires-soon`: within 30 days. `expired`: no longer matches. `not-delivered`: no MDM is known to hold it.
 */
export const tokenWarnings = ['weak-value', 'expires-soon', 'expired', 'not-delivered'] as const;
export const tokenWarningSchema = z.enum(tokenWarnings);
export type TokenWarning = z.infer<typeof tokenWarningSchema>;

/** An MDM token as the console shows it. `fingerprint` tells values apart without giving them away. `heldBy`: the MDM systems that were last read back to hold it. `lastUsedOn`: by the day, as devices are observed when something changes and once a day. */
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
  heldBy: z.array(z.object({ connectionId: uuidSchema, platform: platformSchema, since: instantSchema })),
  lastUsedOn: z.iso.date().nullable(),
  warnings: z.array(tokenWarningSchema),
  version: z.number().int().min(1),
});
export type MdmToken = z.infer<typeof mdmTokenSchema>;

export const createTokenRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-tokens',
  operationId: 'createToken',
  discloses: true,
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
      description:
        'Created; the only time that the value is shown without a reveal. `value` is null when the request is repeated after the token got another value or was revoked',
      schema: z.object({ token: mdmTokenSchema, value: z.string().nullable() }),
    },
  },
  errors: [
    'dependency-unavailable',
    'mdm-connection-unknown',
    'mdm-integration-required',
    'no-responders',
    'timeout',
    'token-value-in-use',
    'token-value-replaced',
    'too-many-tokens',
  ],
});

export const listTokensRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/mdm-tokens',
  operationId: 'listTokens',
  summary: 'Lists MDM tokens, newest first',
  access: 'viewer',
  query: pageQuerySchema.extend({
    /** Only tokens that are not revoked and expire within so many days, or have expired. */
    expiresWithinDays: z.coerce.number().int().min(1).max(3_650).optional(),
  }),
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

/**
 * `effective`: every check that starts from now on is decided by `activeSetVersion` or a newer one. Until it is so, it
 * is the operation `operationId` that tells.
 */
const effectSchema = z.object({
  effective: z.boolean(),
  activeSetVersion: z.number().int().min(1),
  operationId: uuidSchema,
});

/**
 * `impact`: which active devices are halted by it. `lastPresentedBy`: how many devices last presented the token, and some
 * of them; all of them are those that `GET …/devices?tokenId=` lists.
 */
const revokedSchema = effectSchema.extend({
  token: mdmTokenSchema,
  impact: impactSchema.nullable(),
  lastPresentedBy: z.object({ devices: z.number().int().min(0), sample: z.array(deviceIdSchema) }),
});
const editedSchema = mdmTokenSchema.extend(effectSchema.shape);

export const revokeTokenRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-tokens/{tokenId}/revoke',
  operationId: 'revokeToken',
  summary: 'Revokes an MDM token',
  access: 'administrator',
  body: z.strictObject({
    because: z.enum(['retired', 'compromised']),
    note: plainTextSchema(1_000).optional(),
    acknowledgeHaltedDevices: acknowledgedSchema,
  }),
  query: dryRunQuerySchema,
  ifMatch: true,
  replies: {
    200: {
      description: 'Every check that starts from now on is refused; or what revoking would do',
      schema: z.union([revokedSchema, dryRunAnswerSchema]),
    },
    202: {
      description:
        'Recorded; it takes effect as soon as the verifier can be reached, and `Location` says where to ask',
      schema: revokedSchema,
    },
  },
  errors: ['last-active-token', 'token-already-revoked', 'would-halt-devices'],
});

export const editTokenRoute = defineRoute({
  method: 'PATCH',
  path: '/organizations/{organizationId}/mdm-tokens/{tokenId}',
  operationId: 'editToken',
  summary: "Changes a token's label, expiry or value",
  access: 'administrator',
  body: z
    .strictObject({
      label: tokenLabelSchema.optional(),
      expiresAt: givenInstantSchema.nullable().optional(),
      value: tokenValueSchema.optional(),
      acknowledgeHaltedDevices: acknowledgedSchema,
    })
    .refine(
      (body) => Object.keys(body).some((name) => name !== 'acknowledgeHaltedDevices'),
      'at least one field is needed',
    ),
  query: dryRunQuerySchema,
  ifMatch: true,
  replies: {
    200: {
      description:
        'Changed; a former value is revoked in the same step, and every check that starts from now on refuses it; or what changing it would do',
      schema: z.union([editedSchema, dryRunAnswerSchema]),
    },
    202: {
      description:
        'Recorded; it takes effect as soon as the verifier can be reached, and `Location` says where to ask',
      schema: editedSchema,
    },
  },
  errors: [
    'dependency-unavailable',
    'last-active-token',
    'no-responders',
    'timeout',
    'token-already-revoked',
    'token-value-in-use',
    'token-value-replaced',
    'would-halt-devices',
  ],
});

export const revealTokenRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/mdm-tokens/{tokenId}/reveal',
  operationId: 'revealToken',
  discloses: true,
  summary: "Shows a token's value once more; audited",
  access: 'administrator',
  replies: {
    200: { description: 'The value', schema: z.object({ tokenId: uuidSchema, value: z.string() }) },
  },
  errors: [],
});
