import type { Refusal } from './refusal.ts';

export const windowMs = 60_000;
/** How many kinds of refusal are told apart in a window, in all and of one caller. */
const kindsMax = 10_000;
const kindsOfCallerMax = 20;

/** Refusals of one kind within one window. */
export interface RefusalWindow {
  readonly first: Refusal;
  readonly fromMs: number;
  count: number;
  untilMs: number;
}

const kindOf = ({ organizationId, callerId, action, code }: Refusal): string =>
  JSON.stringify([organizationId, callerId, action, code]);

/**
 * Refusals by caller and reason: the first of a kind is told at once, and those that follow within a minute are counted.
 * So what one caller can have written, and how much is remembered of it, is bounded.
 */
export class RefusalWindows {
  /** In the order of their beginnings. */
  readonly #windows = new Map<string, RefusalWindow>();
  readonly #kindsOfCaller = new Map<string, number>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** `first`: to be recorded now. `left-out`: there are more kinds than are told apart. */
  note(refusal: Refusal): 'first' | 'counted' | 'left-out' {
    const kind = kindOf(refusal);
    const known = this.#windows.get(kind);
    const nowMs = this.nowMs();
    if (known !== undefined) {
      known.count += 1;
      known.untilMs = nowMs;
      return 'counted';
    }
    const kinds = this.#kindsOfCaller.get(refusal.callerId) ?? 0;
    if (this.#windows.size >= kindsMax || kinds >= kindsOfCallerMax) return 'left-out';
    this.#kindsOfCaller.set(refusal.callerId, kinds + 1);
    this.#windows.set(kind, { first: refusal, fromMs: nowMs, untilMs: nowMs, count: 1 });
    return 'first';
  }

  /** Windows that are over, or all of them: their kinds are told anew from now on. */
  takeEnded(which: 'over' | 'all' = 'over'): readonly RefusalWindow[] {
    const nowMs = this.nowMs();
    const ended: RefusalWindow[] = [];
    for (const [kind, window] of this.#windows) {
      if (which === 'over' && nowMs - window.fromMs < windowMs) break;
      this.#windows.delete(kind);
      this.#forgetKindOf(window.first.callerId);
      ended.push(window);
    }
    return ended;
  }

  #forgetKindOf(callerId: string): void {
    const kinds = (this.#kindsOfCaller.get(callerId) ?? 1) - 1;
    if (kinds === 0) this.#kindsOfCaller.delete(callerId);
    else this.#kindsOfCaller.set(callerId, kinds);
  }
}
