import type { ErrorCode } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { HttpException } from '@nestjs/common';

const codeByStatus: Readonly<Record<number, ErrorCode>> = {
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'request-incomplete',
  413: 'body-too-large',
  414: 'address-too-long',
  415: 'unsupported-media-type',
  431: 'headers-too-large',
  503: 'dependency-unavailable',
};

/** The status that NestJS or Fastify would have answered with. */
const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const isFastifyError = error instanceof Error && 'statusCode' in error && 'code' in error;
  return isFastifyError && typeof error.statusCode === 'number' ? error.statusCode : undefined;
};

const codeOf = (status: number): ErrorCode =>
  codeByStatus[status] ?? (status >= 400 && status < 500 ? 'invalid-request' : 'internal-error');

/** The error as a caller may see it. What is not of our making tells nothing about itself. */
export const codedErrorOf = (error: unknown): CodedError => {
  if (error instanceof CodedError) return error;
  const status = statusOf(error);
  return new CodedError(status === undefined ? 'internal-error' : codeOf(status), undefined, {
    cause: error,
  });
};
