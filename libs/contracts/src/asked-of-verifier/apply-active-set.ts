import { z } from 'zod';
import { activeSetIdentity, activeSetSchema } from '../active-set.ts';
import { organizationIdSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';

/**
 * Answered only once the set, or a newer one, is what every check that starts afterwards is decided by. The reply says
 * which one it is: the set that was asked for only if lineage, version and MAC are the same. A set whose MAC is not
 * token-admin's is refused with `active-set-not-genuine`.
 */
export const applyActiveSet = defineRequest({
  subject: 'mdm.verifier.apply',
  answeredBy: 'verifier',
  mayBeCalledBy: ['token-admin'],
  description: 'Makes an active set the one that checks are decided by, unless a newer one is',
  request: z.strictObject({ organizationId: organizationIdSchema, activeSet: activeSetSchema }),
  reply: z.object({
    organizationId: organizationIdSchema,
    lineage: activeSetIdentity.lineage,
    activeSetVersion: activeSetIdentity.version,
    mac: activeSetIdentity.mac,
  }),
});
