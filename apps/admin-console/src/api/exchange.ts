import type { ErrorCode, Problem } from '@mdm-gate/contracts';
import { ApiProblem } from './api-problem.ts';

const problemIn = async (response: Response): Promise<ApiProblem> => {
  try {
    const problem = (await response.json()) as Problem;
    return new ApiProblem(problem.code as ErrorCode, problem);
  } catch (cause) {
    // A proxy in between, with a page of its own.
    return new ApiProblem('unreachable', null, { cause });
  }
};

/** Sends a request to the gateway. Throws ApiProblem unless it was done in time; what the caller aborts throws as `fetch` does. */
export const exchange = async (
  address: string,
  request: RequestInit,
  timeLimitMs: number,
): Promise<Response> => {
  const limit = AbortSignal.timeout(timeLimitMs);
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
  const response = await fetch(address, { ...request, signal }).catch((cause: unknown) => {
    if (request.signal?.aborted === true) throw cause;
    throw new ApiProblem('unreachable', null, { cause });
  });
  if (!response.ok) throw await problemIn(response);
  return response;
};
