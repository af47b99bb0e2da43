import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryProblem } from '../delivery-problem.ts';

/** A longer wait is not worth holding a delivery for: it comes back later instead. */
export const waitInPlaceMaxMs = 5_000;

/** Until when a vendor wants to be left alone. All requests of the connection heed what it told one of them. */
export class RequestPause {
  #untilMs = 0;

  begin(waitMs: number | undefined): void {
    if (waitMs !== undefined) this.#untilMs = Math.max(this.#untilMs, Date.now() + waitMs);
  }

  /** Throws `vendor-throttled` when it is long. */
  async waitOut(signal: AbortSignal): Promise<void> {
    const waitMs = this.#untilMs - Date.now();
    if (waitMs <= 0) return;
    if (waitMs > waitInPlaceMaxMs)
      throw new DeliveryProblem('vendor-throttled', undefined, { retryAfterMs: waitMs });
    await delay(waitMs, undefined, { signal });
  }
}
