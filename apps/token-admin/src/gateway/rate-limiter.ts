import { CodedError } from '@mdm-gate/service-kit';

const minuteMs = 60_000;

interface Bucket {
  tokens: number;
  updatedMs: number;
}

/** A token bucket per caller: a minute's requests at once, then at the rate they are filled up. In this process only. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly requestsPerMinute: number,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Throws `too-many-requests`. `share`: this caller gets so many times less than the others. */
  take(callerId: string, share = 1): void {
    const bucket = this.#bucketOf(callerId);
    const cost = Math.min(share, this.requestsPerMinute);
    if (bucket.tokens < cost) throw new CodedError('too-many-requests', undefined, { retryable: true });
    bucket.tokens -= cost;
  }

  #bucketOf(callerId: string): Bucket {
    const nowMs = this.nowMs();
    const known = this.#buckets.get(callerId) ?? { tokens: this.requestsPerMinute, updatedMs: nowMs };
    const filled = known.tokens + ((nowMs - known.updatedMs) / minuteMs) * this.requestsPerMinute;
    const bucket = { tokens: Math.min(filled, this.requestsPerMinute), updatedMs: nowMs };
    // Put at the end, so that the map is in the order of the last call and idle callers can be forgotten.
    this.#buckets.delete(callerId);
    this.#buckets.set(callerId, bucket);
    this.#forgetIdle(nowMs);
    return bucket;
  }

  /** A bucket that was left alone for a minute is full again, which is what an unknown caller starts with. */
  #forgetIdle(nowMs: number): void {
    for (const [callerId, { updatedMs }] of this.#buckets) {
      if (nowMs - updatedMs <= minuteMs) return;
      this.#buckets.delete(callerId);
    }
  }
}
