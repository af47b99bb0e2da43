import { z } from 'zod';
import { activeSetPolicySchema, policyModeSchema } from '../active-set.ts';
import { givenInstantSchema, instantSchema } from '../identifiers.ts';
import { acknowledgedSchema, dryRunAnswerSchema, dryRunQuerySchema } from './dry-run.ts';
import { defineRoute } from './route-contract.ts';

/** What an administrator sets of the policy, beside what checks are decided by. */
const settableSchema = z.object({
  activeDays: z.number().int().min(1).max(90),
  rotateEveryDays: z.number().int().min(1).max(3_650).nullable(),
  rotateWhenShare: z.number().min(0).max(1),
});

/**
 * `activeDays`: for so long after it was seen a device counts as active.
 * `rotateEveryDays`: a rotation begins by itself when the newest value of a scope is so old; null: only people begin them.
 * `rotateWhenShare`: such a rotation goes on once so many of the devices concerned are on the new token.
 * `nextRotationAt`: when the next one is due; null when none is.
 */
export const policySchema = activeSetPolicySchema.extend({
  ...settableSchema.shape,
  nextRotationAt: instantSchema.nullable(),
});

export const findPolicyRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/policy',
  operationId: 'findPolicy',
  summary: "Shows the organization's policy",
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: policySchema } },
  errors: [],
});

export const setPolicyRoute = defineRoute({
  method: 'PUT',
  path: '/organizations/{organizationId}/policy',
  operationId: 'setPolicy',
  summary: 'Sets whether devices must present an active token',
  access: 'administrator',
  body: z.strictObject({
    mode: policyModeSchema,
    effectiveFrom: givenInstantSchema.nullable().default(null),
    /** As they are unless given. */
    ...settableSchema.partial().shape,
    acknowledgeHaltedDevices: acknowledgedSchema,
  }),
  ifMatch: true,
  query: dryRunQuerySchema,
  replies: {
    200: {
      description: 'Set, or what setting it would do',
      schema: z.union([policySchema, dryRunAnswerSchema]),
    },
  },
  errors: ['conflict', 'would-halt-devices'],
});
