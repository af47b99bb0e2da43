import type { CheckReason } from '@mdm-gate/contracts';
import type { Clock } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from '../active-set/active-set-store.ts';

/**
 * A check counts against the device when it presented a value that is not, or no longer, one of its organization's. Not
 * counted is what somebody else must mend, because the device shall go on as soon as that is done: without a value
 * (`token-missing`) its MDM has not delivered yet and nothing was guessed, and a value of another MDM
 * (`managed-by-another-mdm`) is a right one, until an administrator releases the device.
 */
export const isFailure = (reason: CheckReason): boolean =>
  reason === 'token-unknown' || reason === 'token-revoked' || reason === 'token-expired';

/**
 * Each counter takes 200 to 340 bytes of Redis for five minutes, and the caller chooses the device's id. More than this per
 * replica are therefore not counted: 300,000 counters at once, 100 MB, and Redis must have room for active sets above all.
 * One device alone cannot use that up: once it must wait, its failures are no longer counted.
 */
export const countedPerSecondMax = 1_000;

/** Counts failed checks per device, so that it must wait after too many of them. */
export class DeviceFailures {
  #second = 0;
  #countedInIt = 0;

  constructor(
    private readonly store: Pick<ActiveSetStore, 'countFailure'>,
    private readonly clock: Clock,
  ) {}

  /** Resolves when the next check of the device will see it. */
  async count({ organizationId, deviceId }: Device): Promise<void> {
    if (this.#hasRoom()) await this.store.countFailure(organizationId, deviceId);
  }

  #hasRoom(): boolean {
    const second = Math.floor(this.clock.now().getTime() / 1_000);
    if (second !== this.#second) {
      this.#second = second;
      this.#countedInIt = 0;
    }
    this.#countedInIt += 1;
    return this.#countedInIt <= countedPerSecondMax;
  }
}

interface Device {
  readonly organizationId: string;
  readonly deviceId: string;
}
