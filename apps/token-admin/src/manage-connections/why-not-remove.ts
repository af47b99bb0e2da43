import { isEnforcing } from '@mdm-gate/contracts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { stayingConnections } from '../organization/staying-connections.ts';
import type { Refusal } from '../token/token-rules.ts';

/**
 * Without a connection no device has to present a token. That the policy is enforced no more is for an administrator to
 * say, by the policy, and not a side effect of what an operator may do.
 */
export const whyNotRemove = (
  state: Pick<OrganizationState, 'policy' | 'connectionIds' | 'underWay'>,
  connectionId: string,
): Refusal | null =>
  isEnforcing(state.policy.mode) &&
  state.connectionIds.includes(connectionId) &&
  stayingConnections(state).every((id) => id === connectionId)
    ? {
        code: 'last-mdm-connection',
        detail:
          'Without it every device would be let through. Change it instead, add another one first, or set the policy to off',
      }
    : null;
