/** Counts requests in a sliding window, per key. */
export class RequestWindow {
  private readonly times = new Map<string, number[]>();

  constructor(
    private readonly limit: number,
    private readonly windowMs: number,
  ) {}

  /** Milliseconds until the next request is admitted; 0 when this one is, which then counts. */
  admit(key: string, now: number): number {
    const recent = (this.times.get(key) ?? []).filter((time) => time > now - this.windowMs);
    this.times.set(key, recent);
    const oldest = recent[0];
    if (recent.length >= this.limit && oldest !== undefined) {
      return oldest + this.windowMs - now;
    }
    recent.push(now);
    return 0;
  }

  remaining(key: string, now: number): number {
    const recent = (this.times.get(key) ?? []).filter((time) => time > now - this.windowMs);
    return Math.max(0, this.limit - recent.length);
  }
}
