import { errorCodes, type ErrorCode, type Impact } from '@mdm-gate/contracts';

/** A field that is wrong, and why. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}

export interface CodedErrorOptions {
  readonly cause?: unknown;
  /** Whether time alone may mend it. Left out, it follows from the status: 503 and 504 may be mended by time. */
  readonly retryable?: boolean;
  readonly issues?: readonly Issue[];
  /** Of a change that would halt devices. */
  readonly impact?: Impact;
}

/** An error that a caller may see: a stable code of the catalogue, and a text for people that holds no secret. */
export class CodedError extends Error {
  readonly detail: string;
  readonly retryable: boolean;
  readonly issues: readonly Issue[] | undefined;
  readonly impact: Impact | undefined;

  constructor(
    readonly code: ErrorCode,
    detail?: string,
    options: CodedErrorOptions = {},
  ) {
    super(`${code}: ${detail ?? errorCodes[code].title}`, { cause: options.cause });
    this.name = 'CodedError';
    this.detail = detail ?? errorCodes[code].title;
    this.retryable = options.retryable ?? errorCodes[code].status > 500;
    this.issues = options.issues;
    this.impact = options.impact;
  }

  /** The HTTP status, which is also the `Nats-Service-Error-Code`. */
  get status(): number {
    return errorCodes[this.code].status;
  }
}
