import type { Look } from '../attempt.ts';
import type { FleetApi } from './fleet-api.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

/** A page costs this much of what is allowed: 100 lists a minute. */
const pageCostMs = 600;
/** A list of so many pages is cheap enough to be had anew. */
const cheapPages = 3;

interface Listing {
  readonly look: Look;
  readonly rows: Promise<readonly DeviceRow[]>;
  readonly beganAt: number;
  usableUntilMs: number;
}

/**
 * One list of devices serves both platforms: who asks while it is read, or before it has paid for itself, gets the same.
 * The ledger tells what was sent since.
 */
export class FleetListing {
  #newest: Listing | undefined;

  constructor(private readonly api: FleetApi) {}

  /** `from`, by `performance.now()`: a list that was begun earlier is not of use. */
  async rows(look: Look, from = Number.NEGATIVE_INFINITY): Promise<readonly DeviceRow[]> {
    const newest = this.#newest;
    if (newest === undefined || newest.beganAt < from || performance.now() >= newest.usableUntilMs)
      return this.#read(look);
    try {
      return await newest.rows;
    } catch (error) {
      look.signal.throwIfAborted();
      // Whoever asked for it was stopped, and not by the MDM.
      if (newest.look.signal.aborted) return this.#read(look);
      throw error;
    }
  }

  async #read(look: Look): Promise<readonly DeviceRow[]> {
    const beganAt = performance.now();
    const rows = this.api.activeDevices(look);
    const newest: Listing = { look, rows, beganAt, usableUntilMs: Number.POSITIVE_INFINITY };
    this.#newest = newest;
    try {
      const pages = Math.ceil((await rows).length / this.api.pageSize);
      newest.usableUntilMs = performance.now() + (pages <= cheapPages ? 0 : pages * pageCostMs);
    } catch {
      newest.usableUntilMs = 0;
    }
    return rows;
  }
}
