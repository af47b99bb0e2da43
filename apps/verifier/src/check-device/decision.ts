import type { CheckReason, CheckReply } from '@mdm-gate/contracts';
import type { Finding, KnownOrganization, KnownPolicy, KnownToken } from '../active-set/active-set-store.ts';

/** What is known of the device itself. */
export interface DeviceRecord {
  /** The MDM connection that the device was bound to when it paired. */
  readonly boundConnectionId: string | null;
  readonly tooManyFailures: boolean;
}

export interface Circumstances {
  readonly finding: Finding;
  readonly device: DeviceRecord;
  /** Whether the device presented a value at all. */
  readonly presented: boolean;
  readonly nowMs: number;
}

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

const decideByPolicy = (
  circumstances: Circumstances,
  { policy, token, version }: KnownOrganization,
): CheckReply => {
  const enforced = isEnforced(policy, circumstances.nowMs);
  const reason = reasonFor(circumstances, policy, token);
  return {
    decision: enforced && !proceeds(reason) ? 'halt' : 'proceed',
    reason,
    enforced,
    tokenId: reason === 'mdm-not-required' || token === null ? null : token.tokenId,
    activeSetVersion: version,
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

const isEnforced = (policy: KnownPolicy, nowMs: number): boolean =>
  policy.mode === 'enforce' && (policy.effectiveFromMs === null || nowMs >= policy.effectiveFromMs);

const proceeds = (reason: CheckReason): boolean =>
  reason === 'token-active' || reason === 'token-retiring' || reason === 'mdm-not-required';

const reasonFor = (
  { device, presented, nowMs }: Circumstances,
  policy: KnownPolicy,
  token: KnownToken | null,
): CheckReason => {
  if (policy.mode === 'off' || !policy.mdmIntegrated) return 'mdm-not-required';
  if (device.tooManyFailures) return 'too-many-failures';
  if (!presented) return 'token-missing';
  if (token === null) return 'token-unknown';
  return reasonForMatch(token, device, nowMs);
};

const reasonForMatch = (token: KnownToken, device: DeviceRecord, nowMs: number): CheckReason => {
  if (token.state === 'revoked') return 'token-revoked';
  if (token.notAfterMs !== null && nowMs >= token.notAfterMs) return 'token-expired';
  if (isOfAnotherConnection(token, device)) return 'managed-by-another-mdm';
  return token.state === 'retiring' ? 'token-retiring' : 'token-active';
};

/** A token for all of the organization's connections says nothing about which MDM manages the device. */
const isOfAnotherConnection = (token: KnownToken, device: DeviceRecord): boolean =>
  token.connectionId !== null &&
  device.boundConnectionId !== null &&
  token.connectionId !== device.boundConnectionId;
