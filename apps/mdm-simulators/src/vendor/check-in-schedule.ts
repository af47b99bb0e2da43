import { type FleetConfig } from '../config.ts';
import { seededInteger } from './seeded.ts';
import { type Device } from './tenant.ts';

/** One timer serves a fleet of thousands; nobody can tell 20 ms of a check-in. */
const TICK_MS = 20;

/** Devices come by themselves, each after its own seeded delay. */
export class CheckInSchedule {
  private readonly pending = new Map<Device, () => void>();
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;

  constructor(
    private readonly config: FleetConfig,
    private readonly now: () => number,
    /** Whether the device can be reached at all now; one that cannot comes as soon as it can. */
    private readonly reaches: (device: Device) => boolean,
  ) {}

  /** Has the device check in after its delay; a check-in that is already due sooner stays. */
  ask(device: Device, checkIn: () => void): void {
    this.asked += 1;
    const range = { min: this.config.checkInDelayMinMs, max: this.config.checkInDelayMaxMs };
    const at = this.now() + seededInteger(range, this.config.seed, 'delay', device.id, this.asked);
    device.nextCheckInAt = Math.min(device.nextCheckInAt ?? at, at);
    this.resume(device, checkIn);
  }

  /** Takes up a check-in that was due before a restart. */
  resume(device: Device, checkIn: () => void): void {
    this.pending.set(device, checkIn);
    this.wake();
  }

  clear(): void {
    this.pending.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private wake(): void {
    if (this.timer !== undefined || this.pending.size === 0) {
      return;
    }
    this.timer = setTimeout(() => {
      this.runDue();
    }, TICK_MS);
    this.timer.unref();
  }

  private runDue(): void {
    this.timer = undefined;
    const now = this.now();
    for (const [device, checkIn] of [...this.pending]) {
      if (this.reaches(device) && (device.nextCheckInAt ?? 0) <= now) {
        this.pending.delete(device);
        device.nextCheckInAt = null;
        checkIn();
      }
    }
    this.wake();
  }
}
