interface Minute {
  readonly startedAt: number;
  count: number;
}

/** Requests of the running minute, per tenant. */
export class MinuteRates {
  private readonly minutes = new Map<string, Minute>();

  /** Counts one request. `remaining` below zero: it is one too many. */
  count(tenantId: string, limit: number): { remaining: number; resetAtS: number } {
    const now = Date.now();
    let minute = this.minutes.get(tenantId);
    if (minute === undefined || now - minute.startedAt >= 60_000) {
      minute = { startedAt: now, count: 0 };
      this.minutes.set(tenantId, minute);
    }
    minute.count += 1;
    return { remaining: limit - minute.count, resetAtS: Math.ceil((minute.startedAt + 60_000) / 1000) };
  }
}
