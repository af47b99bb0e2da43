import type { ErrorCode } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';

/** After these nobody knows whether it was done: the request may have arrived, and the answer got lost. */
const doubtful: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['dependency-unavailable', 'timeout']);

/** Where nobody ran, nothing was done, unless an earlier attempt may have reached somebody. */
export const inDoubt = (error: unknown, attempts: number): boolean =>
  error instanceof CodedError &&
  (doubtful.has(error.code) || (error.code === 'no-responders' && attempts > 1));
