import { CodedError } from '@mdm-gate/service-kit';

/** More is a flood, or a mistake. */
const waitingPerSenderMax = 16;

/** Who sends much waits for himself: one at a time per sender, and so many at a time of all. */
export class Queues {
  readonly #lastOf = new Map<string, { readonly done: Promise<void>; readonly waiting: number }>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** Throws `too-many-requests`. */
  async inTurn<Result>(sender: string, work: () => Promise<Result>): Promise<Result> {
    const last = this.#lastOf.get(sender);
    const waiting = (last?.waiting ?? 0) + 1;
    if (waiting > waitingPerSenderMax) throw new CodedError('too-many-requests');
    const working = this.#after(last?.done, work);
    const done = working.then(ignore, ignore);
    this.#lastOf.set(sender, { done, waiting });
    try {
      return await working;
    } finally {
      this.#leave(sender);
    }
  }

  #leave(sender: string): void {
    const entry = this.#lastOf.get(sender);
    if (entry === undefined || entry.waiting === 1) this.#lastOf.delete(sender);
    else this.#lastOf.set(sender, { ...entry, waiting: entry.waiting - 1 });
  }

  async #after<Result>(last: Promise<void> | undefined, work: () => Promise<Result>): Promise<Result> {
    await last;
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}

const ignore = (): void => undefined;
