import { setTimeout as delay } from 'node:timers/promises';
import { DeliveryProblem } from '../delivery-problem.ts';

/** How many requests a vendor's documents allow in how long. */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/** Requests are under way for different times and may arrive closer together than they were sent. */
const windowMargin = 1.05;
/** A longer wait is not worth holding a turn for: it comes back later instead. */
const waitMaxMs = 120_000;

/** Milliseconds of a clock that never goes back, and the waiting for a later one. */
export interface BudgetClock {
  now(): number;
  wait(forMs: number, signal: AbortSignal): Promise<unknown>;
}

const clockOfThisMachine: BudgetClock = {
  now: () => performance.now(),
  wait: (forMs, signal) => delay(forMs, undefined, { signal }),
};

/** Keeps to one documented rate ahead of time: in no window of its length more requests are sent than are allowed. */
export class RateBudget {
  /** When the newest requests were sent; as many as the limit allows. */
  readonly #sentAt: number[] = [];
  #queue: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(
    private readonly limit: RateLimit,
    private readonly clock: BudgetClock = clockOfThisMachine,
  ) {}

  /** Resolves when the request is to be sent, in the order of asking. Throws `vendor-throttled` when that is too far away. */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting === 0 && this.hasRoom) {
      this.#note();
      return;
    }
    const waitMs = this.#nextInMs() + Math.floor(this.#waiting / this.limit.requests) * this.#windowMs;
    if (waitMs > waitMaxMs)
      throw new DeliveryProblem('vendor-throttled', undefined, { retryAfterMs: waitMs });
    this.#waiting += 1;
    const admitted = this.#queue.then(() => this.#admit(signal));
    this.#queue = admitted.catch(() => undefined);
    await unlessAborted(admitted, signal);
  }

  /** Whether a request could be sent now. */
  get hasRoom(): boolean {
    return this.#nextInMs() <= 0;
  }

  async #admit(signal: AbortSignal): Promise<void> {
    try {
      signal.throwIfAborted();
      // By when requests were really sent: a timer may be late.
      while (!this.hasRoom) await this.clock.wait(Math.ceil(this.#nextInMs()), signal);
      this.#note();
    } finally {
      this.#waiting -= 1;
    }
  }

  #note(): void {
    this.#sentAt.push(this.clock.now());
    if (this.#sentAt.length > this.limit.requests) this.#sentAt.shift();
  }

  #nextInMs(): number {
    const [oldest] = this.#sentAt;
    if (oldest === undefined || this.#sentAt.length < this.limit.requests) return 0;
    return oldest + this.#windowMs - this.clock.now();
  }

  get #windowMs(): number {
    return this.limit.windowMs * windowMargin;
  }
}

/** Whoever is stopped does not wait for those before it. */
const unlessAborted = async (work: Promise<void>, signal: AbortSignal): Promise<void> => {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => {
    stopped.reject(signal.reason);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([work, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
};
