import { checkBatch, type BatchedResult } from '@mdm-gate/contracts';
import type { AskOptions, Requester } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import type { CheckBatch, CheckError, CheckResult } from './check.ts';
import { resultOf, unavailable } from './check-result.ts';

/** Never rejects. A batch is not asked again: what each of its checks did is not known. */
export const askBatch = async (
  requester: Requester,
  { organizationId, checks }: CheckBatch,
  options: AskOptions,
): Promise<readonly CheckResult[]> => {
  try {
    const { results } = await requester.ask(checkBatch, { organizationId, checks: [...checks] }, options);
    return results.length === checks.length ? results.map(resultIn) : everywhere(checks, otherNumber);
  } catch (error) {
    return everywhere(checks, errorOf(error));
  }
};

const resultIn = (result: BatchedResult): CheckResult =>
  'error' in result
    ? unavailable({ code: result.error.code, detail: result.error.detail })
    : resultOf(result);

const everywhere = (checks: CheckBatch['checks'], error: CheckError): readonly CheckResult[] =>
  checks.map(() => unavailable(error));

const otherNumber: CheckError = {
  code: 'internal-error',
  detail: 'The verifier answered another number of checks than it was asked',
};

const errorOf = (error: unknown): CheckError =>
  error instanceof CodedError
    ? { code: error.code, detail: error.detail }
    : { code: 'internal-error', detail: 'The checks could not be made' };
