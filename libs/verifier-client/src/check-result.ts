import type { CheckReply } from '@mdm-gate/contracts';
import { proceedReasons, type CheckError, type CheckResult, type Halt, type ProceedReason } from './check.ts';

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

const isProceedReason = (reason: string): reason is ProceedReason =>
  proceedReasons.some((proceedReason) => proceedReason === reason);
