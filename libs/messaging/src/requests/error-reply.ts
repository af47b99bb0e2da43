import { errorCodes, isErrorCode, type ErrorCode } from '@mdm-gate/contracts';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { CodedError, type Issue } from '@mdm-gate/service-kit';
import { z } from 'zod';
import { correlationIdHeader } from './context-headers.ts';

export const errorCodeHeader = 'Nats-Service-Error-Code';
export const errorHeader = 'Nats-Service-Error';

/** An error as it goes over NATS: the headers every NATS service tool knows, and the same as JSON. */
export interface ErrorReply {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly issues?: readonly Issue[] | undefined;
}

export const errorReplyOf = (error: unknown): ErrorReply =>
  error instanceof CodedError
    ? { code: error.code, detail: error.detail, issues: error.issues }
    : { code: 'internal-error', detail: errorCodes['internal-error'].title };

export const errorHeaders = ({ code, detail }: ErrorReply, correlationId: string): MsgHdrs => {
  const set = headers();
  set.set(correlationIdHeader, correlationId);
  set.set(errorCodeHeader, String(errorCodes[code].status));
  set.set(errorHeader, `${code}: ${detail}`.replace(/[\r\n]+/g, ' '));
  return set;
};

export const errorBody = ({ code, detail, issues }: ErrorReply): string =>
  JSON.stringify({ code, detail, issues });

const bodySchema = z.object({
  code: z.string().refine(isErrorCode),
  detail: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** The error that a replier meant. One that is not of our catalogue is an `internal-error` to us, which it may get over. */
export const errorFrom = (body: unknown, answeredBy: string): CodedError => {
  const result = bodySchema.safeParse(body);
  if (!result.success)
    return new CodedError(
      'internal-error',
      `${answeredBy} answered with an error that is not of the catalogue`,
      { retryable: true },
    );
  const { code, detail, issues } = result.data;
  return new CodedError(code, detail, {
    ...(issues !== undefined && { issues }),
    // Its error, not ours, nor that of what we ask for.
    ...(code === 'internal-error' && { retryable: true }),
  });
};
