import { z } from 'zod';
import { activeSetPolicySchema, policyModeSchema } from '../active-set.ts';
import { givenInstantSchema } from '../identifiers.ts';
import { acknowledgedSchema, dryRunAnswerSchema, dryRunQuerySchema } from './dry-run.ts';
import { defineRoute } from './route-contract.ts';

/** `activeDays`: for so long after it was seen a device counts as active. */
export const policySchema = activeSetPolicySchema.extend({ activeDays: z.number().int().min(1).max(90) });

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
    /** As it is unless given. */
    activeDays: policySchema.shape.activeDays.optional(),
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
