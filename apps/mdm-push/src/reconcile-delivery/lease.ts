import type { Claims } from './claims.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';

/** The delivery is not ours any more: another replica took over, another token is wanted, or the connection is gone. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** How old our knowledge that it is ours may be when we write to an MDM. */
const permitAgeMaxMs = 1_000;

/**
 * Keeps a claimed delivery ours while we work on it. A process that was stopped for a while finds on waking that its
 * knowledge is too old, asks, and writes nothing when it is not ours any more.
 */
export class Lease {
  readonly #abort = new AbortController();
  readonly signal: AbortSignal;
  #heartbeat: NodeJS.Timeout;
  #confirmedAt = performance.now();

  constructor(
    private readonly claims: Claims,
    private readonly claim: ClaimedDelivery,
    private readonly leaseMs: number,
    stopping: AbortSignal,
  ) {
    this.signal = AbortSignal.any([this.#abort.signal, stopping]);
    this.#heartbeat = setInterval(() => {
      void this.#confirm().catch(() => undefined);
    }, leaseMs / 3);
  }

  /** Throws LeaseLost. */
  async permitWrite(): Promise<void> {
    this.signal.throwIfAborted();
    if (performance.now() - this.#confirmedAt > permitAgeMaxMs) await this.#confirm();
  }

  end(): void {
    clearInterval(this.#heartbeat);
  }

  async #confirm(): Promise<void> {
    const askedAt = performance.now();
    const isOurs = await this.claims.extend(this.claim, this.leaseMs);
    if (isOurs) {
      this.#confirmedAt = askedAt;
      return;
    }
    const lost = new LeaseLost('Another replica works on it, or something else is wanted');
    this.#abort.abort(lost);
    throw lost;
  }
}
