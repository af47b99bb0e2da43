export interface Peak {
  readonly perMinute: number;
  readonly per20Seconds: number;
}

/** The busiest stretch of one length. */
class BusiestWindow {
  private times: number[] = [];
  most = 0;

  constructor(private readonly windowMs: number) {}

  /** Requests end in another order than they began in: those that began earlier are counted where they belong. */
  note(at: number): void {
    const newest = this.times.at(-1) ?? at;
    this.times.push(at);
    if (at < newest) {
      this.times.sort((left, right) => left - right);
    }
    while ((this.times[0] ?? newest) <= Math.max(newest, at) - this.windowMs) {
      this.times.shift();
    }
    this.most = Math.max(this.most, this.times.length);
  }
}

/** How often a route was called at most. */
export class RoutePeak {
  private readonly minute = new BusiestWindow(60_000);
  private readonly twentySeconds = new BusiestWindow(20_000);

  note(at: number): void {
    this.minute.note(at);
    this.twentySeconds.note(at);
  }

  get peak(): Peak {
    return { perMinute: this.minute.most, per20Seconds: this.twentySeconds.most };
  }
}
