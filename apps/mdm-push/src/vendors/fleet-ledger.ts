/** That a device was sent a value, and when. Instants are epoch milliseconds by the MDM's clock. */
export interface SentEntry {
  readonly deviceId: string;
  readonly sentAt: number;
  /** Whether the device was asked to check in since. */
  readonly checkInAsked: boolean;
}

export interface FleetEntry extends SentEntry {
  /** False: what was sent is not what is wanted now. */
  readonly isWanted: boolean;
}

/**
 * Where an MDM shows a written value only after the device checked in, this remembers which devices were sent one: so
 * that nobody is written twice without need, not even after a crash, and that what the MDM still shows of the time
 * before is not taken for what it holds. All methods throw when the delivery is not ours any more.
 */
export abstract class FleetLedger {
  abstract entries(): Promise<ReadonlyMap<string, FleetEntry>>;
  /** The wanted value was, or is about to be, sent. Adds or replaces. */
  abstract record(entries: readonly SentEntry[]): Promise<void>;
  abstract forget(deviceIds: readonly string[]): Promise<void>;
}
