import { inspect } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { hangsMs } from './hangs.ts';

export interface WaitOptions {
  /** What is awaited, in words: it stands in the error. */
  describe?: string;
  timeoutMs?: number;
  intervalMs?: number;
}

type Truthy<T> = Exclude<T, false | 0 | '' | null | undefined>;

/**
 * Asks again and again until the condition gives a truthy value, and returns it. A condition that throws counts as
 * not yet met. Rejects after `timeoutMs` (two minutes) and tells what was seen last.
 */
export async function waitFor<T>(
  condition: () => T | Promise<T>,
  { describe = 'the condition', timeoutMs = hangsMs, intervalMs = 20 }: WaitOptions = {},
): Promise<Truthy<T>> {
  const deadline = performance.now() + timeoutMs;
  let lastSeen = 'nothing, the first look did not end';
  while (performance.now() < deadline) {
    const look = await lookOnce(condition, remainingMs(deadline));
    if (look.met) return look.value;
    lastSeen = look.seen ?? lastSeen;
    await delay(Math.min(intervalMs, remainingMs(deadline)));
  }
  throw new Error(`Waited ${timeoutMs} ms for ${describe}. Last seen: ${lastSeen}`);
}

/** Calls again and again until a call does not throw, and returns what that one gave. */
export async function untilDone<T>(call: () => Promise<T>, options: WaitOptions = {}): Promise<T> {
  const { value } = await waitFor(async () => ({ value: await call() }), options);
  return value;
}

function remainingMs(deadline: number): number {
  return Math.max(1, deadline - performance.now());
}

type Look<T> = { met: true; value: Truthy<T> } | { met: false; seen?: string };

/** A look that hangs must not outlive the deadline. */
async function lookOnce<T>(condition: () => T | Promise<T>, timeoutMs: number): Promise<Look<T>> {
  const timeout = new AbortController();
  const expired = delay(timeoutMs, { met: false } as const, { signal: timeout.signal });
  expired.catch(() => undefined);
  try {
    return await Promise.race([evaluate(condition), expired]);
  } finally {
    timeout.abort();
  }
}

async function evaluate<T>(condition: () => T | Promise<T>): Promise<Look<T>> {
  try {
    const value = await condition();
    return isTruthy(value) ? { met: true, value } : { met: false, seen: inspect(value, { depth: 6 }) };
  } catch (error) {
    return { met: false, seen: inspect(error, { depth: 1 }) };
  }
}

function isTruthy<T>(value: T): value is Truthy<T> {
  return Boolean(value);
}
