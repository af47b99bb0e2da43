import { errorCodes, type ErrorCode } from '@mdm-gate/contracts';
import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import { CodedError } from '@mdm-gate/service-kit';
import type { Outcome } from './settlement.ts';

/** Said by whoever was asked on the way, about us and not about the event: a permission, a rate. It passes. */
const aboutUs: ReadonlySet<ErrorCode> = new Set(['forbidden', 'not-authenticated', 'too-many-requests']);

/** What the client of NATS says of the way there, unless we have called it wrongly. */
const ofTheWay = [
  JetStreamError,
  JetStreamApiError,
  ...Object.values(errors).filter(
    (each) =>
      each !== errors.InvalidArgumentError &&
      each !== errors.InvalidSubjectError &&
      each !== errors.InvalidOperationError,
  ),
];

/** How handling an event failed: only what the event itself has caused, or an error of ours, is not retried for ever. */
export const failureOf = (error: unknown): Outcome => {
  if (error instanceof CodedError) {
    const { code, detail } = error;
    return { kind: 'failed', code, detail, retryable: error.retryable || aboutUs.has(code) };
  }
  const isOfTheWay = ofTheWay.some((kind) => error instanceof kind);
  const code = isOfTheWay ? 'dependency-unavailable' : 'internal-error';
  return { kind: 'failed', code, detail: errorCodes[code].title, retryable: isOfTheWay };
};
