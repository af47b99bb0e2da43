import { isEnforcing } from '@mdm-gate/contracts';
import type { OrganizationState } from './organization-state.ts';

/**
 * Whether nobody would have to present a token any more without that connection. Only an administrator may let it come to
 * that, and says so by the policy; a mdm-push that was restored, or an event, may not.
 */
export const opensTheDoor = (
  { policy, connectionIds }: Pick<OrganizationState, 'policy' | 'connectionIds'>,
  connectionId: string,
): boolean => isEnforcing(policy.mode) && connectionIds.length === 1 && connectionIds[0] === connectionId;

/** For the log, where it was not done. */
export const doorStaysShut =
  'mdm-push knows none of the MDM connections of an organization that enforces; its devices stay halted';
