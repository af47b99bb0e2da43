import type { DeliveryCounts } from '@mdm-gate/contracts';
import type { FleetLedger } from './fleet-ledger.ts';

/** One look at an MDM. Nothing can be changed there with it: whatever changes something asks for an Attempt. */
export interface Look {
  readonly signal: AbortSignal;
  /** The id that a request carried, for the log: the vendor's support asks for it. */
  noteRequest(id: string): void;
}

/** A look at one slot, with what was sent there before. */
export interface DeliveryLook extends Look {
  /**
   * By `performance.now()`: what was seen earlier is of before another replica's work, and does not go with what the ledger
   * says now. -Infinity when nobody else has worked at the slot since we did.
   */
  readonly seenFrom: number;
  readonly fleet: FleetLedger;
}

/** An object that we made in the MDM, so that a lost answer does not lead to a second one. */
export interface RemoteRef {
  readonly id: string;
  readonly madeAt: string;
}

/** One turn at one slot, by the replica that holds its lease. */
export interface Attempt extends DeliveryLook {
  /** Before every request that changes something: rejects when another replica has taken over. */
  permitWrite(): Promise<void>;
  /** Keeps a reference at once, so that it survives us. */
  remember(ref: RemoteRef | null): Promise<void>;
  /** Whether a change was sent of which nobody has said yet that it was carried out. Kept at once, as a reference is. */
  rememberOpenWrite(hasOpenWrite: boolean): Promise<void>;
  /** The MDM took what was written. */
  accepted(): Promise<void>;
  /** Progress of a long write, for people to see. */
  report(counts: DeliveryCounts): void;
}
