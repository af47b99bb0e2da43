import { deliveryProblems, type DeliveryProblemCode } from '@mdm-gate/contracts';
import { quotes } from './quotes.ts';

export interface DeliveryProblemOptions {
  readonly cause?: unknown;
  /** How long the vendor asks us to stay away. */
  readonly retryAfterMs?: number | undefined;
  /** What the vendor says to it, see `vendorWords`. */
  readonly words?: string | undefined;
}

/** Why a delivery does not come about now. `detail` is for an administrator: what is wrong, what to do, what the MDM says. */
export class DeliveryProblem extends Error {
  readonly detail: string;
  readonly retryAfterMs: number | undefined;

  constructor(
    readonly code: DeliveryProblemCode,
    private readonly advice: string = deliveryProblems[code].title,
    private readonly options: DeliveryProblemOptions = {},
  ) {
    const { words } = options;
    const detail = words === undefined ? advice : `${advice}. The MDM says: ${words}`;
    super(`${code}: ${detail}`, { cause: options.cause });
    this.name = 'DeliveryProblem';
    this.detail = detail;
    this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether it may go by itself. */
  get mendedByTime(): boolean {
    return deliveryProblems[this.code].mendedBy === 'time';
  }

  /** The same without the vendor's words, where they repeat a part of what was sent. */
  hiding(secret: string): DeliveryProblem {
    const { words } = this.options;
    if (words === undefined || !quotes(words, secret)) return this;
    return new DeliveryProblem(this.code, this.advice, { ...this.options, words: undefined });
  }
}
