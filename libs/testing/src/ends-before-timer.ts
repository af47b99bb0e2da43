import { setTimeout as delay } from 'node:timers/promises';

/**
 * Whether the work ends before a timer of this process that is set now; how it ends does not matter. What holds up the work
 * on a busy machine holds up the timer too: so this tells whether a time limit is kept, where a clock would tell how busy the
 * machine is. Only for limits that this process keeps itself.
 */
export async function endsBeforeTimer(work: Promise<unknown>, timerMs: number): Promise<boolean> {
  const over = new AbortController();
  const ended = work.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([ended, delay(timerMs, false, { signal: over.signal })]);
  } finally {
    over.abort();
  }
}
