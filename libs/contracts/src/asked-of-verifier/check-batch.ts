import { z } from 'zod';
import { checkFlowSchema } from '../device-observation.ts';
import { errorCodes, isErrorCode } from '../error-codes.ts';
import { organizationIdSchema } from '../identifiers.ts';
import { defineRequest } from '../request-contract.ts';
import { checkReplySchema, checkRequestSchema } from './check-device.ts';

export const batchSizeMax = 256;

/** One check of a batch: what a single check says, beside the organization, and which of the two checks it is. */
export const batchedCheckSchema = checkRequestSchema
  .omit({ organizationId: true })
  .extend({ check: checkFlowSchema });
export type BatchedCheck = z.infer<typeof batchedCheckSchema>;

/** Each entry is read on its own, so that a bad one spoils no other: see `batchedCheckSchema`. */
export const checkBatchRequestSchema = z.strictObject({
  organizationId: organizationIdSchema,
  checks: z
    .array(z.unknown().meta({ description: 'See BatchedCheck' }))
    .min(1)
    .max(batchSizeMax),
});
export type CheckBatchRequest = z.infer<typeof checkBatchRequestSchema>;

/** In the place of a decision: this entry could not be decided, and is to be treated as a halt. */
export const batchedRefusalSchema = z.object({
  error: z.object({
    code: z.enum(Object.keys(errorCodes)).refine(isErrorCode),
    detail: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

export const batchedResultSchema = z.union([checkReplySchema, batchedRefusalSchema]);
export type BatchedResult = z.infer<typeof batchedResultSchema>;

export const checkBatch = defineRequest({
  subject: 'mdm.check.batch',
  answeredBy: 'verifier',
  mayBeCalledBy: ['internal-services'],
  description:
    'Up to 256 checks of one organization, each decided as if it was asked alone, and those of one device in their order',
  request: checkBatchRequestSchema,
  reply: z.object({ results: z.array(batchedResultSchema) }),
});
