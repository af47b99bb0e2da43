import { isEnforcing } from '@mdm-gate/contracts';
import type { OrganizationState } from '../organization/organization-state.ts';
import type { Refusal } from '../token/token-rules.ts';

/**
 * Without a connection no device has to present a token. That the policy is enforced no more is for an administrator to
 * say, by the policy, and not a side effect of what an operator may do.
 */
export const whyNotRemove = (
  { policy, connectionIds }: Pick<OrganizationState, 'policy' | 'connectionIds'>,
  connectionId: string,
): Refusal | null =>
  isEnforcing(policy.mode) && connectionIds.length === 1 && connectionIds.includes(connectionId)
    ? {
        code: 'last-mdm-connection',
        detail:
          'Without it every device would be let through. Change it instead, add another one first, or set the policy to off',
      }
    : null;
