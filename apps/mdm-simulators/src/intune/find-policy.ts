import { graphError } from './graph-error.ts';
import { type IntuneTenant, type Policy } from './intune.state.ts';

export function visiblePolicies(tenant: IntuneTenant): Policy[] {
  const now = Date.now();
  return tenant.policies.filter((policy) => policy.visibleAt <= now);
}

/** The policy that the path names. Throws Graph's 404, also while a new one is not yet visible. */
export function requirePolicy(tenant: IntuneTenant, params: unknown): Policy {
  const { id } = params as { id: string };
  const policy = visiblePolicies(tenant).find((candidate) => candidate.id === id.toLowerCase());
  if (policy === undefined) {
    throw graphError(404, 'The requested policy does not exist.');
  }
  return policy;
}
