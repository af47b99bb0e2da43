import type { Attempt } from '../attempt.ts';
import { RequestFate } from '../http/request-fate.ts';
import type { Slot } from '../mdm-vendor.ts';

/**
 * Sends a change, and remembers from before it that it may have been carried out until somebody says so: an answer that
 * is lost tells nothing of what became of it.
 */
export const sendRemembered = async (
  { hasOpenWrite }: Slot,
  attempt: Attempt,
  send: (fate: RequestFate) => Promise<void>,
): Promise<void> => {
  const fate = new RequestFate();
  await attempt.rememberOpenWrite(true);
  try {
    await send(fate);
  } catch (error) {
    if (!fate.mayBeDone && !hasOpenWrite) await attempt.rememberOpenWrite(false);
    throw error;
  }
  await attempt.rememberOpenWrite(false);
  await attempt.accepted();
};
