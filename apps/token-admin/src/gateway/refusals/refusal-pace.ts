import { setTimeout as delay } from 'node:timers/promises';

/** So many refusals at once are nothing unusual: a console that shows what one may not see, a script with an old token. */
const atOnce = 100;
const perSecond = 20;
/** Answers are held back no longer than this, so that no request is given up on. */
const waitMsMax = 5_000;

const turnMs = 1_000 / perSecond;
/** How far back a caller's next turn may lie: as many refusals as it may have at once. */
const creditMs = atOnce * turnMs;

/**
 * Holds back the answers to somebody who is refused all the time, so that it takes no part of the process from others:
 * a refusal is cheap to ask for, and not to answer.
 */
export class RefusalPace {
  /** When whoever it is gets its next answer, in the order of their last refusals. */
  readonly #nextMs = new Map<string, number>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Resolves when `who` may be answered that it is refused. */
  async turn(who: string): Promise<void> {
    const waitMs = this.takeTurn(who);
    if (waitMs > 0) await delay(waitMs);
  }

  /** How long that is. */
  takeTurn(who: string): number {
    const nowMs = this.nowMs();
    const next = Math.max(this.#nextMs.get(who) ?? -Infinity, nowMs - creditMs) + turnMs;
    this.#forgetIdle(nowMs);
    this.#nextMs.delete(who);
    this.#nextMs.set(who, Math.min(next, nowMs + waitMsMax));
    return Math.max(0, Math.min(next - nowMs, waitMsMax));
  }

  /** Whoever was left alone for long enough starts as a stranger does. */
  #forgetIdle(nowMs: number): void {
    for (const [who, next] of this.#nextMs) {
      if (next > nowMs - creditMs) return;
      this.#nextMs.delete(who);
    }
  }
}
