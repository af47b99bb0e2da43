import { organizationIdSchema, uuidSchema, type ErrorCode } from '@mdm-gate/contracts';
import type { CodedError } from '@mdm-gate/service-kit';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isOnRecord } from '../../operations/on-record.ts';
import type { Admission } from '../call.ts';

/** Slips of the pen, which say nothing about what somebody tried, and trouble of ours. Whatever else is refused is recorded. */
const notRecorded: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'body-too-large',
  'if-match-required',
  'invalid-request',
  'too-many-requests',
  'unsupported-media-type',
]);

/** Somebody was refused something in an organization. */
export interface Refusal {
  readonly organizationId: string;
  readonly callerId: string;
  readonly action: string;
  readonly code: ErrorCode;
  readonly subjectId: string | null;
  readonly correlationId: string;
  readonly sourceAddress: string;
}

const idSchema = uuidSchema.optional().catch(undefined);
const paramsSchema = z
  .object({ organizationId: organizationIdSchema, tokenId: idSchema, connectionId: idSchema })
  .transform(({ organizationId, tokenId, connectionId }) => ({
    organizationId,
    subjectId: tokenId ?? connectionId ?? null,
  }));

/** Changes, and looks at what only administrators may see: values and the trail itself. */
const isOfInterest = ({ contract }: Admission, { code, status }: CodedError): boolean =>
  status < 500 &&
  !notRecorded.has(code) &&
  (contract.method !== 'GET' || contract.access === 'administrator');

/** What is to be recorded of a refused request; null when it is not, or is already. */
export const refusalOf = (
  request: FastifyRequest,
  admission: Admission,
  error: CodedError,
): Refusal | null => {
  const params = paramsSchema.safeParse(request.params);
  if (!params.success || !isOfInterest(admission, error) || isOnRecord(error)) return null;
  return {
    ...params.data,
    callerId: admission.caller.id,
    action: admission.contract.operationId,
    code: error.code,
    correlationId: request.id,
    sourceAddress: request.ip,
  };
};
