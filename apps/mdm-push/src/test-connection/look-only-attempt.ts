import { FleetLedger, type FleetEntry } from '../vendors/fleet-ledger.ts';
import type { Attempt } from '../vendors/mdm-vendor.ts';

class NoLedger extends FleetLedger {
  override entries = (): Promise<ReadonlyMap<string, FleetEntry>> =>
    Promise.resolve(new Map<string, FleetEntry>());
  override record = (): Promise<void> => Promise.resolve();
  override forget = (): Promise<void> => Promise.resolve();
}

/** For a look that must change nothing: every write is refused before it is sent. */
export class LookOnlyAttempt implements Attempt {
  readonly fleet = new NoLedger();

  constructor(readonly signal: AbortSignal) {}

  permitWrite(): Promise<void> {
    return Promise.reject(new Error('A look was about to change something'));
  }

  remember(): Promise<void> {
    return Promise.resolve();
  }

  report(): void {
    // There is no progress to show.
  }
}
