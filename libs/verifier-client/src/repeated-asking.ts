import { setTimeout as delay } from 'node:timers/promises';

/** Asked once more when no answer has come by these shares of the limit: NATS may hold on to a verifier that is gone. */
const repeatedAtShares = [0.3, 0.6];
const budgetMax = 20;

/**
 * How many checks may be asked again: half as many as there are checks, with some to spare for the first ones. When
 * everything is slow, the verifiers must not be asked three times as much on top of it.
 */
export class RepetitionBudget {
  #left = budgetMax;

  noteCheck(): void {
    this.#left = Math.min(budgetMax, this.#left + 0.5);
  }

  /** False: there have been too many lately. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}

/**
 * The first answer that comes within the limit. Rejects as the first question does: a refusal of that one is final, and its
 * time is over when the others' is. A check that is made twice counts twice when it is refused, and is else the same.
 */
export const askRepeatedly = async <Reply>(
  ask: (timeoutMs: number) => Promise<Reply>,
  timeoutMs: number,
  budget: RepetitionBudget,
): Promise<Reply> => {
  budget.noteCheck();
  const over = new AbortController();
  const again = async (share: number): Promise<Reply> => {
    try {
      await delay(timeoutMs * share, undefined, { signal: over.signal });
      if (budget.take()) return await ask(Math.floor(timeoutMs * (1 - share)));
    } catch {
      // Only an answer counts here.
    }
    return never();
  };
  try {
    return await Promise.race([ask(timeoutMs), ...repeatedAtShares.map(again)]);
  } finally {
    over.abort();
  }
};

const never = <Value>(): Promise<Value> => new Promise(() => undefined);
