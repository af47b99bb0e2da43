import type { CheckReason, CheckReply, ErrorCode } from '@mdm-gate/contracts';

/** Reasons for which a device may go on whatever the policy enforces. */
export const proceedReasons = [
  'token-active',
  'token-retiring',
  'mdm-not-required',
] as const satisfies CheckReason[];
export type ProceedReason = (typeof proceedReasons)[number];
export type HaltReason = Exclude<CheckReason, ProceedReason>;

interface Known {
  /** The MDM token that matched. */
  readonly tokenId: string | null;
  /** 0: no set is known. */
  readonly activeSetVersion: number;
}

/** Let the flow go on. `enforced` false: the policy only monitors, and `reason` says what it would have come to. */
export type Proceed = Known & { readonly decision: 'proceed' } & (
    | { readonly reason: ProceedReason; readonly enforced: boolean }
    | { readonly reason: Exclude<HaltReason, 'unavailable'>; readonly enforced: false }
  );

/** Stop the flow. `error` is there when it is not the verifier's answer, but the lack of one that can be trusted. */
export type Halt = Known & {
  readonly decision: 'halt';
  readonly reason: HaltReason;
  readonly enforced: true;
  readonly error?: CheckError;
};

export interface CheckError {
  /** `no-responders`, `timeout`, `dependency-unavailable`, `invalid-request` (the caller's mistake), `internal-error` … */
  readonly code: ErrorCode;
  readonly detail: string;
}

/** There is no third outcome and nothing is thrown: who does not see `proceed` must halt. */
export type CheckResult = Proceed | Halt;

export const unavailable = (error: CheckError): Halt => ({
  decision: 'halt',
  reason: 'unavailable',
  enforced: true,
  tokenId: null,
  activeSetVersion: 0,
  error,
});

/** A reply that contradicts itself is not believed: whoever wrote it, it is no reason to let a device through. */
export const resultOf = (reply: CheckReply): CheckResult => {
  const { reason, enforced, tokenId, activeSetVersion } = reply;
  const known = { tokenId, activeSetVersion };
  if (isProceedReason(reason))
    return reply.decision === 'proceed' ? { decision: 'proceed', reason, enforced, ...known } : contradiction;
  if (reply.decision === 'halt') return { decision: 'halt', reason, enforced: true, ...known };
  return reason === 'unavailable' || enforced
    ? contradiction
    : { decision: 'proceed', reason, enforced, ...known };
};

const contradiction = unavailable({
  code: 'internal-error',
  detail: 'The answer of the verifier contradicts itself',
});

const isProceedReason = (reason: CheckReason): reason is ProceedReason =>
  proceedReasons.some((proceedReason) => proceedReason === reason);
