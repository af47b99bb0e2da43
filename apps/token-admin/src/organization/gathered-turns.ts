import { Turns } from './turns.ts';

export interface GatheredWork<Item> {
  /** So many turns are on at once, each of another owner. */
  readonly atOnceMax: number;
  /** So many items are done together at most. */
  readonly togetherMax: number;
  readonly work: (owner: string, items: readonly Item[]) => Promise<void>;
  /** Whether that would have befallen each of them alone, such as a database that is away. */
  readonly isOfAll: (error: unknown) => boolean;
}

interface Waiting<Item> {
  readonly item: Item;
  readonly done: PromiseWithResolvers<undefined>;
}

/**
 * Turns in which all is done together that came for the owner while the turn before was on. What fails together is done one by
 * one, so that an item fails only by itself.
 */
export class GatheredTurns<Item> {
  readonly #turns: Turns;
  readonly #waiting = new Map<string, Waiting<Item>[]>();

  constructor(private readonly gathered: GatheredWork<Item>) {
    this.#turns = new Turns(gathered.atOnceMax);
  }

  /** Ends as the work with this item does. */
  take(owner: string, item: Item): Promise<void> {
    const done = Promise.withResolvers<undefined>();
    const waiting = this.#waiting.get(owner) ?? [];
    waiting.push({ item, done });
    this.#waiting.set(owner, waiting);
    void this.#turns.take(owner, () => this.#workOn(owner));
    return done.promise;
  }

  /** A turn whose items were done in an earlier one finds nothing left. */
  async #workOn(owner: string): Promise<void> {
    const waiting = this.#waiting.get(owner) ?? [];
    const together = waiting.splice(0, this.gathered.togetherMax);
    if (waiting.length === 0) this.#waiting.delete(owner);
    if (together.length > 0) await this.#workOnAll(owner, together);
  }

  async #workOnAll(owner: string, together: readonly Waiting<Item>[]): Promise<void> {
    try {
      await this.gathered.work(
        owner,
        together.map(({ item }) => item),
      );
      together.forEach(({ done }) => {
        done.resolve(undefined);
      });
    } catch (error) {
      if (together.length > 1 && !this.gathered.isOfAll(error))
        for (const each of together) await this.#workOnAll(owner, [each]);
      else
        together.forEach(({ done }) => {
          done.reject(error);
        });
    }
  }
}
