import type { ErrorCode } from '@mdm-gate/contracts';
import { backoffMs } from '../connection/backoff.ts';

/** How the handling of one delivery ended. */
export type Outcome =
  | { readonly kind: 'handled' }
  /** A type that this service has no handler for. */
  | { readonly kind: 'of-no-interest' }
  /** Not JSON, too large, or not what the contract says: it will never be. */
  | { readonly kind: 'invalid'; readonly detail: string }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly detail: string;
      readonly retryable: boolean;
    };

/** What becomes of the message. Parked: kept in MDM_PARKED for an operator, and not delivered again. */
export type Settlement =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'park'; readonly code: ErrorCode; readonly detail: string };

/** What time alone may mend is retried for ever, anything else this often: it might have been a race. */
export const retriesMax = 5;

/** What waited for a server goes on this soon after it works again. */
const backoff = { baseMs: 250, capMs: 5_000 };

export interface Chance {
  /** How often the message has been delivered, this time included; also counts deliveries that a crash cut short. */
  readonly deliveries: number;
  readonly random: number;
}

/** The one place where ack, retry and parking are decided. */
export const settle = (outcome: Outcome, { deliveries, random }: Chance): Settlement => {
  switch (outcome.kind) {
    case 'handled':
    case 'of-no-interest':
      return { kind: 'ack' };
    case 'invalid':
      return { kind: 'park', code: 'invalid-request', detail: outcome.detail };
    case 'failed':
      return outcome.retryable || deliveries <= retriesMax
        ? { kind: 'retry', delayMs: backoffMs(deliveries, { ...backoff, random }) }
        : { kind: 'park', code: outcome.code, detail: outcome.detail };
  }
};
