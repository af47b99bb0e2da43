import type { CheckFlow, CheckReason, CheckReply, PresentedState } from '@mdm-gate/contracts';
import type {
  Finding,
  KnownDevice,
  KnownOrganization,
  KnownPolicy,
  KnownToken,
} from '../active-set/active-set-store.ts';

export interface Circumstances {
  readonly finding: Finding;
  readonly flow: CheckFlow;
  /** Whether the device presented a value at all. */
  readonly presented: boolean;
  readonly nowMs: number;
}

/** So many failed checks of one device within `failureWindowSeconds`, and it must wait. Enough for any mishap, far too few to guess. */
export const failuresMax = 20;

/** Answers a check: the table of reasons, from the first that applies to the last. */
export const decide = (circumstances: Circumstances): CheckReply => {
  switch (circumstances.finding.known) {
    case 'nothing':
      return halted('unavailable');
    case 'no-organization':
      return halted('organization-unknown');
    case 'organization':
      return decideByPolicy(circumstances, circumstances.finding);
  }
};

const decideByPolicy = (circumstances: Circumstances, found: KnownOrganization): CheckReply => {
  const enforced = isEnforced(found.policy, circumstances);
  const reason = reasonFor(circumstances, found);
  return {
    decision: enforced && !proceeds(reason) ? 'halt' : 'proceed',
    reason,
    enforced,
    tokenId: reason === 'mdm-not-required' || found.token === null ? null : found.token.tokenId,
    activeSetVersion: found.version,
  };
};

/** Nothing is known that a policy could soften. */
const halted = (reason: 'unavailable' | 'organization-unknown'): CheckReply => ({
  decision: 'halt',
  reason,
  enforced: true,
  tokenId: null,
  activeSetVersion: 0,
});

const isEnforced = ({ mode, effectiveFromMs }: KnownPolicy, { flow, nowMs }: Circumstances): boolean => {
  const enforces = mode === 'enforce' || (mode === 'enforce-pairing' && flow === 'pairing');
  return enforces && (effectiveFromMs === null || nowMs >= effectiveFromMs);
};

const proceeds = (reason: CheckReason): boolean =>
  reason === 'token-active' || reason === 'token-retiring' || reason === 'mdm-not-required';

const reasonFor = (circumstances: Circumstances, found: KnownOrganization): CheckReason => {
  const { policy, device } = found;
  if (policy.mode === 'off' || !policy.mdmIntegrated) return 'mdm-not-required';
  if (device.failures >= failuresMax) return 'too-many-failures';
  return presentedState(circumstances, found);
};

/** What the device presented, whatever the policy asks for. */
export const presentedState = (
  { presented, nowMs }: Pick<Circumstances, 'presented' | 'nowMs'>,
  { token, device }: Pick<KnownOrganization, 'token' | 'device'>,
): PresentedState => {
  if (!presented) return 'token-missing';
  if (token === null) return 'token-unknown';
  return reasonForMatch(token, device, nowMs);
};

const reasonForMatch = (token: KnownToken, device: KnownDevice, nowMs: number): PresentedState => {
  if (token.state === 'revoked') return 'token-revoked';
  if (token.notAfterMs !== null && nowMs >= token.notAfterMs) return 'token-expired';
  if (isOfAnotherConnection(token, device)) return 'managed-by-another-mdm';
  return token.state === 'retiring' ? 'token-retiring' : 'token-active';
};

/** A token for all of the organization's connections says nothing about which MDM manages the device. */
const isOfAnotherConnection = (token: KnownToken, device: KnownDevice): boolean =>
  token.connectionId !== null &&
  device.boundConnectionId !== null &&
  token.connectionId !== device.boundConnectionId;

/** The connection that pairing binds the device to: that of the token which let it go on, if it is for one connection. */
export const connectionToBind = (finding: Finding, { reason }: CheckReply): string | null => {
  if (finding.known !== 'organization' || finding.token === null) return null;
  const matches = reason === 'token-active' || reason === 'token-retiring';
  const isBound = finding.device.boundConnectionId !== null;
  return matches && !isBound ? finding.token.connectionId : null;
};
