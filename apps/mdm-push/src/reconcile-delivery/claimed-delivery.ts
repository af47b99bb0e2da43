import type { Platform } from '@mdm-gate/contracts';
import type { RemoteRef } from '../vendors/attempt.ts';
import type { Standing } from './delivery-step.ts';

/** A delivery that this replica works on until its lease ends. */
export interface ClaimedDelivery extends Standing {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly organizationId: string;
  readonly wantedDigest: string | null;
  readonly correlationId: string;
  readonly changedAt: Date;
  /** Of the change that it brings into the MDM, if that is recorded; null when it only looks again. */
  readonly traceparent: string | null;
  readonly remoteRef: RemoteRef | null;
  /** A change was sent of which nobody has said yet that it was carried out. */
  readonly hasOpenWrite: boolean;
  /** By `performance.now()`: what this replica saw of it earlier is older than another one's work. -Infinity: nobody else's. */
  readonly seenFrom: number;
  /** Grows with every claim; a write to the row counts only with the newest one. */
  readonly fence: string;
}
