import { setTimeout as delay } from 'node:timers/promises';

export interface BackoffOptions {
  readonly baseMs: number;
  readonly capMs: number;
  /** 0 ≤ random < 1 */
  readonly random?: number;
}

/** Doubles with each failure up to the cap; half of it is chance, so that replicas do not come back in step. */
export const backoffMs = (
  failures: number,
  { baseMs, capMs, random = Math.random() }: BackoffOptions,
): number => {
  const full = Math.min(capMs, baseMs * 2 ** Math.max(0, Math.min(failures, 32) - 1));
  return Math.round(full * (0.5 + random / 2));
};

/** Waits, or returns early when told to stop. */
export const pause = async (timeMs: number, signal: AbortSignal): Promise<void> => {
  await delay(timeMs, undefined, { signal }).catch(() => undefined);
};
