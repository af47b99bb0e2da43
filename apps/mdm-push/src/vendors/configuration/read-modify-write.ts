import { setTimeout as delay } from 'node:timers/promises';
import type { Attempt } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';

/** Something of an MDM that is replaced whole, and that others change too. */
export interface SharedDocument<State> {
  /** For people. */
  readonly name: string;
  read(): Promise<State>;
  /** Whether our part of it is as it should be. */
  isRight(state: State): boolean;
  /** Sends what was read, with our part as it should be: one request. */
  write(state: State): Promise<void>;
  /** Which parts of others were there before and are not, or not the same, after. */
  lostBetween(before: State, after: State): readonly string[];
}

/** A write may take a moment to be seen by a read. */
const readBackPausesMs = [0, 300, 1_000];

/**
 * Reads, writes at most once, reads back and compares. The write is never sent a second time: what others changed
 * meanwhile would be lost. Resolves with what is there now. Throws `write-not-kept`, `neighbours-changed`.
 */
export const readModifyWrite = async <State>(
  document: SharedDocument<State>,
  attempt: Attempt,
  isNeeded = false,
): Promise<State> => {
  const before = await document.read();
  if (document.isRight(before) && !isNeeded) return before;
  await document.write(before);
  const after = await readBack(document, attempt);
  const lost = document.lostBetween(before, after);
  if (lost.length > 0) throw neighboursChanged(document.name, lost);
  return after;
};

const readBack = async <State>(document: SharedDocument<State>, attempt: Attempt): Promise<State> => {
  for (const pauseMs of readBackPausesMs) {
    await delay(pauseMs, undefined, { signal: attempt.signal });
    const state = await document.read();
    if (document.isRight(state)) return state;
  }
  throw new DeliveryProblem('write-not-kept');
};

const partsMax = 10;

const neighboursChanged = (name: string, lost: readonly string[]): DeliveryProblem =>
  new DeliveryProblem(
    'neighbours-changed',
    `While the value was written, other parts of ${name} changed: ${lost.slice(0, partsMax).join(', ')}. ` +
      'Look in its history whether somebody else worked on it in the same moment, and whether their change is there',
  );
