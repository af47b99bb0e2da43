import type { CheckReply } from '@mdm-gate/contracts';
import type { Finding } from '../active-set/active-set-store.ts';

/** The reply to a check, and what it was decided by. */
export interface Verdict {
  readonly finding: Finding;
  readonly reply: CheckReply;
  readonly nowMs: number;
  /** Of the presented value; none if nothing was presented. */
  readonly digests: readonly string[];
}
