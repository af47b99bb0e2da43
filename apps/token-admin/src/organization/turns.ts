/** Lets so many pieces of work go on at once, but those of one owner one after the other. */
export class Turns {
  readonly #lastOf = new Map<string, Promise<unknown>>();
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnceMax: number) {
    this.#free = atOnceMax;
  }

  async take<Result>(owner: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#lastOf.get(owner) ?? Promise.resolve();
    const turn = before.catch(() => undefined).then(() => this.#whenFree(work));
    this.#lastOf.set(owner, turn);
    try {
      return await turn;
    } finally {
      if (this.#lastOf.get(owner) === turn) this.#lastOf.delete(owner);
    }
  }

  async #whenFree<Result>(work: () => Promise<Result>): Promise<Result> {
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
