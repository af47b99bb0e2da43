import type { Look } from './attempt.ts';

/** What one turn has found out and does not ask for again; the next turn does. */
export class PerTurn<Value> {
  readonly #found = new WeakMap<Look, Map<string, Value>>();

  async get(look: Look, name: string, find: () => Promise<Value>): Promise<Value> {
    const known = this.#found.get(look) ?? new Map<string, Value>();
    this.#found.set(look, known);
    const value = known.get(name) ?? (await find());
    known.set(name, value);
    return value;
  }
}
