import { z } from 'zod';
import { deliveryStateSchema } from '../delivery.ts';
import { givenInstantSchema, instantSchema, platformSchema, uuidSchema } from '../identifiers.ts';
import { heldReasonSchema, rotationStateSchema } from '../rotation.ts';
import { deviceSchema } from './devices.ts';
import { acknowledgedSchema, dryRunAnswerSchema, dryRunQuerySchema } from './dry-run.ts';
import { mdmTokenSchema, tokenLabelSchema, tokenValueSchema } from './mdm-tokens.ts';
import { pageOf, pageQuerySchema } from './paging.ts';
import { defineRoute } from './route-contract.ts';

const countSchema = z.number().int().min(0);
const shareSchema = z.number().min(0).max(1);

const automaticSchema = z.strictObject({
  whenShare: shareSchema,
  notBefore: givenInstantSchema.nullable().default(null),
});

/** `whenShare`: goes on by itself as soon as so many of the devices concerned are on the new token. */
export const advanceSchema = z.union([z.literal('by-hand'), automaticSchema]);
export type Advance = z.output<typeof advanceSchema>;

/**
 * A rotation as callers see it. `waitingFor`: what the next step waits for, for people; null at the end.
 * `heldIn`: the state that it was held in. `effective`: whether no check can pass any more by a token that it revoked; null
 * until it has ended.
 */
export const rotationSchema = z.object({
  rotationId: uuidSchema,
  label: z.string(),
  state: rotationStateSchema,
  stateSince: instantSchema,
  connectionId: uuidSchema.nullable(),
  tokenId: uuidSchema,
  replaces: z.array(uuidSchema),
  advance: z.union([
    z.literal('by-hand'),
    z.object({ whenShare: shareSchema, notBefore: instantSchema.nullable() }),
  ]),
  graceHours: countSchema,
  graceEndsAt: instantSchema.nullable(),
  deadline: instantSchema.nullable(),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  effective: z.boolean().nullable(),
  createdBy: z.string(),
  waitingFor: z.string().nullable(),
  heldIn: rotationStateSchema.nullable(),
  heldBecause: heldReasonSchema.nullable(),
  version: z.number().int().min(1),
});
export type Rotation = z.infer<typeof rotationSchema>;

const adoptionSchema = z.object({ onNew: countSchema, onOld: countSchema, onOther: countSchema });

/**
 * How far active devices have come, by the token that each last proceeded by. `share`: of those on the new token among
 * those on the new and old ones; null while there are none. `delivered`: what the MDM systems hold, beside what devices of
 * the platform present; null when mdm-push cannot be asked. `advice`: what to do where the two disagree. `history`: by the hour.
 */
export const rotationProgressSchema = adoptionSchema.extend({
  activeDevices: countSchema,
  share: shareSchema.nullable(),
  byPlatform: z.array(adoptionSchema.extend({ platform: platformSchema })),
  delivered: z
    .array(
      z.object({
        connectionId: uuidSchema,
        platform: platformSchema,
        state: deliveryStateSchema,
        holdsNewToken: z.boolean(),
        devices: countSchema.nullable(),
        holding: countSchema.nullable(),
        presenting: countSchema,
        advice: z.string().nullable(),
      }),
    )
    .nullable(),
  history: z.array(adoptionSchema.extend({ hour: instantSchema, share: shareSchema.nullable() })),
});
export type RotationProgress = z.infer<typeof rotationProgressSchema>;

const examinedRotationSchema = rotationSchema.extend({ progress: rotationProgressSchema });

export const startRotationRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/rotations',
  operationId: 'startRotation',
  summary: 'Creates a token that replaces others, and sees to it until they are revoked',
  access: 'administrator',
  body: z.strictObject({
    label: tokenLabelSchema,
    value: tokenValueSchema.optional(),
    connectionId: uuidSchema.optional(),
    /** All usable tokens of the same scope unless given. */
    replaces: z.array(uuidSchema).max(1_000).optional(),
    advance: advanceSchema.default('by-hand'),
    graceHours: z.number().int().min(0).max(8_760).default(72),
    deadline: givenInstantSchema.nullable().default(null),
  }),
  replies: {
    201: {
      description: 'Begun; the only time that the value is shown without a reveal',
      schema: z.object({ rotation: rotationSchema, token: mdmTokenSchema, value: z.string() }),
    },
  },
  errors: [
    'conflict',
    'mdm-connection-unknown',
    'mdm-integration-required',
    'token-value-in-use',
    'too-many-tokens',
  ],
});

export const listRotationsRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/rotations',
  operationId: 'listRotations',
  summary: 'Lists rotations, newest first',
  access: 'viewer',
  query: pageQuerySchema,
  replies: { 200: { description: 'A page', schema: pageOf(rotationSchema) } },
  errors: [],
});

export const findRotationRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/rotations/{rotationId}',
  operationId: 'findRotation',
  summary: 'Shows a rotation and how far devices have come',
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: examinedRotationSchema } },
  errors: [],
});

export const listStragglersRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/rotations/{rotationId}/stragglers',
  operationId: 'listStragglers',
  summary: 'Lists active devices that last proceeded by a token that the rotation replaces',
  access: 'viewer',
  query: pageQuerySchema,
  replies: { 200: { description: 'A page', schema: pageOf(deviceSchema) } },
  errors: [],
});

const decisionBodySchema = z.strictObject({ acknowledgeHaltedDevices: acknowledgedSchema }).default({});

const notEffectiveYet = {
  description:
    'Recorded; what it revoked is refused as soon as the verifier can be reached, and `Location` says where to ask',
  schema: rotationSchema,
};

export const advanceRotationRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/rotations/{rotationId}/advance',
  operationId: 'advanceRotation',
  summary: 'Takes a rotation to its next state, also one that is held',
  access: 'administrator',
  query: dryRunQuerySchema,
  body: decisionBodySchema,
  ifMatch: true,
  replies: {
    200: {
      description: 'Advanced, or what advancing would do',
      schema: z.union([rotationSchema, dryRunAnswerSchema]),
    },
    202: notEffectiveYet,
  },
  errors: ['conflict', 'last-active-token', 'would-halt-devices'],
});

export const cancelRotationRoute = defineRoute({
  method: 'POST',
  path: '/organizations/{organizationId}/rotations/{rotationId}/cancel',
  operationId: 'cancelRotation',
  summary:
    'Gives a rotation up: its new token is revoked, and those that it was to replace are active as before',
  access: 'administrator',
  query: dryRunQuerySchema,
  body: decisionBodySchema,
  ifMatch: true,
  replies: {
    200: {
      description: 'Cancelled, or what cancelling would do',
      schema: z.union([rotationSchema, dryRunAnswerSchema]),
    },
    202: notEffectiveYet,
  },
  errors: ['conflict', 'last-active-token', 'would-halt-devices'],
});

const heldOrResumed = {
  method: 'POST',
  access: 'administrator',
  body: z.strictObject({}).default({}),
  ifMatch: true,
} as const;

export const holdRotationRoute = defineRoute({
  ...heldOrResumed,
  path: '/organizations/{organizationId}/rotations/{rotationId}/hold',
  operationId: 'holdRotation',
  summary:
    'Holds a rotation: nothing more happens by itself until it is resumed; every token goes on as it is',
  replies: { 200: { description: 'Held', schema: rotationSchema } },
  errors: ['conflict'],
});

export const resumeRotationRoute = defineRoute({
  ...heldOrResumed,
  path: '/organizations/{organizationId}/rotations/{rotationId}/resume',
  operationId: 'resumeRotation',
  summary:
    'Lets a rotation that was held by hand go on from the state that it was held in; a grace time begins anew',
  replies: { 200: { description: 'It goes on', schema: rotationSchema } },
  errors: ['conflict'],
});
