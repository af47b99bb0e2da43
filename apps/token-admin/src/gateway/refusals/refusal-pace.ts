import { setTimeout as delay } from 'node:timers/promises';

interface Pace {
  /** So many refusals at once are nothing unusual: a console that shows what one may not see, a script with an old token. */
  readonly atOnce: number;
  readonly perSecond: number;
}

const ofOne: Pace = { atOnce: 40, perSecond: 25 };
/** Whoever has many names takes no more than so much of the process. */
const ofAll: Pace = { atOnce: 60, perSecond: 50 };
/** Answers are held back no longer than this, so that no request is given up on. */
const waitMsMax = 10_000;

const turnMs = ({ perSecond }: Pace): number => 1_000 / perSecond;
/** How far back the next turn may lie: as many refusals as there may be at once. */
const creditMs = (pace: Pace): number => pace.atOnce * turnMs(pace);

/** When it is the next one's turn, if this one's was `lastMs`. */
const nextTurn = (lastMs: number, nowMs: number, pace: Pace): number =>
  Math.min(Math.max(lastMs, nowMs - creditMs(pace)) + turnMs(pace), nowMs + waitMsMax);

/**
 * Holds back the answers to somebody who is refused all the time, so that it takes no part of the process from others:
 * a refusal is cheap to ask for, and not to answer.
 */
export class RefusalPace {
  /** When whoever it is gets its next answer, in the order of their last refusals. */
  readonly #nextMs = new Map<string, number>();
  #nextOfAllMs = -Infinity;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** Resolves when `who` may be answered that it is refused. */
  async turn(who: string): Promise<void> {
    const waitMs = this.takeTurn(who);
    if (waitMs > 0) await delay(waitMs);
  }

  /** How long that is. */
  takeTurn(who: string): number {
    const nowMs = this.nowMs();
    const next = nextTurn(this.#nextMs.get(who) ?? -Infinity, nowMs, ofOne);
    this.#nextOfAllMs = nextTurn(this.#nextOfAllMs, nowMs, ofAll);
    this.#forgetIdle(nowMs);
    this.#nextMs.delete(who);
    this.#nextMs.set(who, next);
    return Math.max(0, next - nowMs, this.#nextOfAllMs - nowMs);
  }

  /** Whoever was left alone for long enough starts as a stranger does. */
  #forgetIdle(nowMs: number): void {
    for (const [who, next] of this.#nextMs) {
      if (next > nowMs - creditMs(ofOne)) return;
      this.#nextMs.delete(who);
    }
  }
}
