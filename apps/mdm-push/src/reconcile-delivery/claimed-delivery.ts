import type { Platform } from '@mdm-gate/contracts';
import type { RemoteRef } from '../vendors/mdm-vendor.ts';
import type { Standing } from './delivery-step.ts';

/** A delivery that this replica works on until its lease ends. */
export interface ClaimedDelivery extends Standing {
  readonly connectionId: string;
  readonly platform: Platform;
  readonly organizationId: string;
  readonly wantedDigest: string | null;
  readonly correlationId: string;
  readonly remoteRef: RemoteRef | null;
  /** Grows with every claim; a write to the row counts only with the newest one. */
  readonly fence: string;
}
