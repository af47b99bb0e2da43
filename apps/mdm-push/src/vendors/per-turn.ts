import type { Attempt } from './mdm-vendor.ts';

/** What one turn has found out and does not ask for again; the next turn does. */
export class PerTurn<Value> {
  readonly #found = new WeakMap<Attempt, Map<string, Value>>();

  async get(attempt: Attempt, name: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.#found.get(attempt) ?? new Map<string, Value>();
    this.#found.set(attempt, known);
    const value = known.get(name) ?? (await find());
    known.set(name, value);
    return value;
  }
}
