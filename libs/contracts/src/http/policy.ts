import { z } from 'zod';
import { activeSetPolicySchema, policyModeSchema } from '../active-set.ts';
import { givenInstantSchema } from '../identifiers.ts';
import { defineRoute } from './route-contract.ts';

export const findPolicyRoute = defineRoute({
  method: 'GET',
  path: '/organizations/{organizationId}/policy',
  operationId: 'findPolicy',
  summary: "Shows the organization's policy",
  access: 'viewer',
  replies: { 200: { description: 'Found', schema: activeSetPolicySchema } },
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
    acknowledgeLockout: z.boolean().default(false),
  }),
  ifMatch: true,
  replies: { 200: { description: 'Set', schema: activeSetPolicySchema } },
  errors: ['lockout-not-acknowledged'],
});
