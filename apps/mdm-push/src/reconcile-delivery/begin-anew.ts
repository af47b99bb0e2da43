import { setTimeout as delay } from 'node:timers/promises';
import type { DeliveryProblemCode } from '@mdm-gate/contracts';
import { DeliveryProblem } from '../vendors/delivery-problem.ts';

/** How often a turn begins anew, from a read, when something passing came between. */
const roundsMax = 3;
const roundPauseMs = 500;
/** A longer wait is not worth holding a delivery for: it comes back later instead. */
const waitInPlaceMaxMs = 5_000;

/** What an MDM that answers may get over in a moment. */
const passing = new Set<DeliveryProblemCode>([
  'vendor-throttled',
  'vendor-error',
  'write-not-kept',
  'write-not-published',
]);

/**
 * A write is never sent again, as others may have been there meanwhile: what was not carried out for certain is read and
 * written anew. `round` begins with the read.
 */
export const beginAnew = async <Result>(
  round: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> => {
  for (let number = 1; ; number += 1) {
    try {
      return await round();
    } catch (error) {
      const pauseMs = number < roundsMax ? pauseAfter(error) : null;
      if (pauseMs === null) throw error;
      await delay(pauseMs, undefined, { signal });
    }
  }
};

const pauseAfter = (error: unknown): number | null => {
  if (!(error instanceof DeliveryProblem) || !passing.has(error.code)) return null;
  const { retryAfterMs = roundPauseMs } = error;
  return retryAfterMs <= waitInPlaceMaxMs ? Math.max(retryAfterMs, roundPauseMs) : null;
};
