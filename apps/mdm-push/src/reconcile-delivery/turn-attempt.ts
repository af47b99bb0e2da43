import type { DeliveryCounts } from '@mdm-gate/contracts';
import type { FleetLedger } from '../vendors/fleet-ledger.ts';
import type { Attempt, RemoteRef } from '../vendors/attempt.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Claims } from './claims.ts';
import type { Lease } from './lease.ts';
import type { TurnNotes } from './turn-notes.ts';

/** Progress is written down no more often than this. */
const reportIntervalMs = 1_000;

/** What a turn works with. */
export interface OpenTurn {
  readonly delivery: ClaimedDelivery;
  readonly claims: Claims;
  readonly lease: Lease;
  readonly notes: TurnNotes;
}

/** What an adapter may do and has to heed during one turn. */
export class TurnAttempt implements Attempt {
  remoteRef: RemoteRef | null;
  hasOpenWrite: boolean;
  #reportedAt = 0;

  constructor(
    private readonly turn: OpenTurn,
    readonly fleet: FleetLedger,
  ) {
    const { delivery } = turn;
    this.remoteRef = delivery.remoteRef;
    this.hasOpenWrite = delivery.hasOpenWrite;
  }

  get seenFrom(): number {
    return this.turn.delivery.seenFrom;
  }

  get signal(): AbortSignal {
    return this.turn.lease.signal;
  }

  permitWrite(): Promise<void> {
    return this.turn.lease.permitWrite();
  }

  async remember(ref: RemoteRef | null): Promise<void> {
    this.remoteRef = ref;
    await this.turn.claims.remember(this.turn.delivery, ref);
  }

  async rememberOpenWrite(hasOpenWrite: boolean): Promise<void> {
    if (hasOpenWrite === this.hasOpenWrite) return;
    await this.turn.claims.rememberOpenWrite(this.turn.delivery, hasOpenWrite);
    this.hasOpenWrite = hasOpenWrite;
  }

  accepted(): Promise<void> {
    return this.turn.claims.showAccepted(this.turn.delivery, null);
  }

  noteRequest(id: string): void {
    this.turn.notes.requestIds.push(id);
  }

  report(counts: DeliveryCounts): void {
    if (performance.now() - this.#reportedAt < reportIntervalMs) return;
    this.#reportedAt = performance.now();
    // Only for people to see: the next report or the end of the turn makes up for a lost one.
    void this.turn.claims.showAccepted(this.turn.delivery, counts).catch(() => undefined);
  }
}
