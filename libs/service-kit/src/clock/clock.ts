/** The time of day, injected so that tests decide what time it is. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  override now(): Date {
    return new Date();
  }
}

/** A clock for tests: it stands still until it is set. */
export class FixedClock extends Clock {
  #now: Date;

  constructor(now: Date | string) {
    super();
    this.#now = new Date(now);
  }

  override now(): Date {
    return new Date(this.#now);
  }

  set(now: Date | string): void {
    this.#now = new Date(now);
  }
}
