import type { DeliveryCounts } from '@mdm-gate/contracts';
import type { FleetLedger } from '../vendors/fleet-ledger.ts';
import type { Attempt, RemoteRef } from '../vendors/attempt.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Claims } from './claims.ts';
import type { Lease } from './lease.ts';

/** Progress is written down no more often than this. */
const reportIntervalMs = 1_000;

/** What an adapter may do and has to heed during one turn. */
export class TurnAttempt implements Attempt {
  remoteRef: RemoteRef | null;
  hasOpenWrite: boolean;
  /** Of the requests that have one: what the vendor's support asks for. */
  readonly requestIds: string[] = [];
  #reportedAt = 0;

  constructor(
    private readonly delivery: ClaimedDelivery,
    private readonly claims: Claims,
    private readonly lease: Lease,
    readonly fleet: FleetLedger,
  ) {
    this.remoteRef = delivery.remoteRef;
    this.hasOpenWrite = delivery.hasOpenWrite;
  }

  get signal(): AbortSignal {
    return this.lease.signal;
  }

  permitWrite(): Promise<void> {
    return this.lease.permitWrite();
  }

  async remember(ref: RemoteRef | null): Promise<void> {
    this.remoteRef = ref;
    await this.claims.remember(this.delivery, ref);
  }

  async rememberOpenWrite(hasOpenWrite: boolean): Promise<void> {
    if (hasOpenWrite === this.hasOpenWrite) return;
    await this.claims.rememberOpenWrite(this.delivery, hasOpenWrite);
    this.hasOpenWrite = hasOpenWrite;
  }

  accepted(): Promise<void> {
    return this.claims.showAccepted(this.delivery, null);
  }

  noteRequest(id: string): void {
    this.requestIds.push(id);
  }

  report(counts: DeliveryCounts): void {
    if (performance.now() - this.#reportedAt < reportIntervalMs) return;
    this.#reportedAt = performance.now();
    // Only for people to see: the next report or the end of the turn makes up for a lost one.
    void this.claims.showAccepted(this.delivery, counts).catch(() => undefined);
  }
}
