/** What was sent to one device, and when. Instants are epoch milliseconds by the MDM's clock. */
export interface FleetEntry {
  readonly deviceId: string;
  readonly sentAt: number;
  /** Whether the device was asked to check in since. */
  readonly checkInAsked: boolean;
}

/**
 * Where an MDM shows a written value only after the device checked in, this remembers which devices were sent the
 * wanted value: so that nobody is written twice without need, not even after a crash. It forgets all when another
 * value becomes wanted.
 */
export abstract class FleetLedger {
  abstract entries(): Promise<ReadonlyMap<string, FleetEntry>>;
  /** Adds or replaces. */
  abstract record(entries: readonly FleetEntry[]): Promise<void>;
  abstract forget(deviceIds: readonly string[]): Promise<void>;
}
