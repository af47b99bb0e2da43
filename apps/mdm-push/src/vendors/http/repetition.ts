import { DelegateBackoff } from 'cockatiel';
import { DeliveryProblem } from '../delivery-problem.ts';
import { waitInPlaceMaxMs } from './request-pause.ts';

const repetitionsMax = 2;
const firstPauseMs = 250;

export const isVendorDown = (error: unknown): boolean =>
  error instanceof DeliveryProblem &&
  (error.code === 'vendor-unreachable' || error.code === 'vendor-timeout' || error.code === 'vendor-error');

/** Of a request that changes nothing. */
export const isWorthRepeating = (error: unknown): boolean =>
  error instanceof DeliveryProblem &&
  (isVendorDown(error) || error.code === 'vendor-throttled') &&
  (error.retryAfterMs ?? 0) <= waitInPlaceMaxMs;

/** The vendor's own wish, else exponential; with jitter, so that many deliveries do not come back at once. */
const pauseBefore = ({ attempt, result }: { attempt: number; result: object }): number => {
  const error = 'error' in result ? result.error : undefined;
  const wishMs = error instanceof DeliveryProblem ? error.retryAfterMs : undefined;
  return wishMs ?? firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random());
};

export const repetition = { maxAttempts: repetitionsMax, backoff: new DelegateBackoff(pauseBefore) };
