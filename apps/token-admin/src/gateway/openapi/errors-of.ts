import { errorCodes, type ErrorCode, type RouteContract } from '@mdm-gate/contracts';

const errorsOfAny: readonly ErrorCode[] = [
  'address-too-long',
  'dependency-unavailable',
  'forbidden',
  'headers-too-large',
  'internal-error',
  'invalid-request',
  'not-authenticated',
  'not-found',
  'request-incomplete',
  'too-many-requests',
];
const errorsOfBodies: readonly ErrorCode[] = ['body-too-large', 'unsupported-media-type'];
const errorsOfIfMatch: readonly ErrorCode[] = ['if-match-required', 'precondition-failed'];
const errorsOfPost: readonly ErrorCode[] = ['idempotency-key-reused'];

/** Every error that an operation may answer, by status. */
export const errorsOf = (contract: RouteContract): ReadonlyMap<number, readonly ErrorCode[]> => {
  const codes = new Set<ErrorCode>([
    ...errorsOfAny,
    ...(contract.method === 'GET' ? [] : errorsOfBodies),
    ...(contract.ifMatch === true ? errorsOfIfMatch : []),
    ...(contract.method === 'POST' ? errorsOfPost : []),
    ...contract.errors,
  ]);
  return Map.groupBy([...codes].sort(), (code) => errorCodes[code].status);
};
