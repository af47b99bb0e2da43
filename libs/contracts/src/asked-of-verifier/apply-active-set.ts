import { z } from 'zod';
import { activeSetSchema } from '../active-set.ts';
import { organizationIdSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/** Answered only once the set, or a newer one, is what every check that starts afterwards is decided by. */
export const applyActiveSet = defineRequest({
  subject: 'mdm.verifier.apply',
  answeredBy: 'verifier',
  mayBeCalledBy: ['token-admin'],
  description: 'Makes an active set the one that checks are decided by, unless a newer one is',
  request: z.strictObject({ organizationId: organizationIdSchema, activeSet: activeSetSchema }),
  reply: z.object({ organizationId: organizationIdSchema, activeSetVersion: z.number().int().min(1) }),
});
