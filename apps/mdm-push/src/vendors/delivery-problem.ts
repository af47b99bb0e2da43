import { deliveryProblems, type DeliveryProblemCode } from '@mdm-gate/contracts';

export interface DeliveryProblemOptions {
  readonly cause?: unknown;
  /** How long the vendor asks us to stay away. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Why a delivery does not come about now. `detail` is for an administrator; it never repeats a vendor's own text,
 * which may quote the value that was sent.
 */
export class DeliveryProblem extends Error {
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: DeliveryProblemCode,
    readonly detail: string = deliveryProblems[code].title,
    options: DeliveryProblemOptions = {},
  ) {
    super(`${code}: ${detail}`, { cause: options.cause });
    this.name = 'DeliveryProblem';
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether it may go by itself. */
  get mendedByTime(): boolean {
    return deliveryProblems[this.code].mendedBy === 'time';
  }
}
