import { CodedError } from '@mdm-gate/service-kit';

/** Throws `invalid-request` for an instant that has passed: it is a mistake, or a revocation that nobody sees as one. */
export const futureExpiry = (given: string | null | undefined, now: Date): Date | null => {
  if (given === undefined || given === null) return null;
  const expiresAt = new Date(given);
  if (expiresAt > now) return expiresAt;
  const issues = [{ path: 'expiresAt', message: 'must be in the future' }];
  throw new CodedError('invalid-request', 'The body is not valid', { issues });
};
