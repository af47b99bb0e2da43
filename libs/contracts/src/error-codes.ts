/**
 * Every error a caller can see, in any service: its HTTP status (also the `Nats-Service-Error-Code`) and a title for people.
 * The code is stable; docs/failure-modes.md says for each what happened and what to do.
 */
export const errorCodes = {
  'active-set-not-genuine': {
    status: 403,
    title: 'The active set was not made by token-admin, or was changed since',
  },
  'address-too-long': { status: 414, title: 'The address of the request is too long' },
  'body-too-large': { status: 413, title: 'The request is too large' },
  conflict: { status: 409, title: 'The request conflicts with the current state' },
  'cross-site-request': { status: 403, title: 'The request does not come from a page of the console' },
  'dependency-unavailable': { status: 503, title: 'A server that this needs does not answer' },
  forbidden: { status: 403, title: 'Your role does not allow this' },
  'headers-too-large': { status: 431, title: 'The headers of the request are too large' },
  'idempotency-key-reused': { status: 422, title: 'This Idempotency-Key was used for another request' },
  'if-match-required': { status: 428, title: 'A change needs If-Match with the ETag that you read' },
  'internal-error': { status: 500, title: 'Something went wrong on our side' },
  'invalid-request': { status: 400, title: 'The request is not valid' },
  'last-active-token': {
    status: 409,
    title: 'The last active token cannot be revoked while a policy needs it',
  },
  'last-mdm-connection': {
    status: 409,
    title: 'The last MDM connection cannot be removed while the policy is enforced',
  },
  'mdm-connection-unknown': { status: 409, title: 'The organization has no such MDM connection' },
  'mdm-integration-required': { status: 409, title: 'An MDM connection is needed first' },
  'method-not-allowed': { status: 405, title: 'This address does not take this method' },
  'no-responders': { status: 503, title: 'The service that answers this is not running' },
  'not-authenticated': { status: 401, title: 'A valid bearer token is needed' },
  'not-found': { status: 404, title: 'There is no such thing, or you may not know of it' },
  'outcome-unknown': { status: 504, title: 'Nobody knows whether it was done' },
  'organization-exists': { status: 409, title: 'An organization with this id exists' },
  'precondition-failed': { status: 412, title: 'It was changed by somebody else since you read it' },
  'request-incomplete': { status: 408, title: 'The request did not arrive in time' },
  'session-ended': { status: 401, title: 'Your session has ended: sign in again' },
  timeout: { status: 504, title: 'The answer did not come in time' },
  'token-already-revoked': { status: 409, title: 'The token is already revoked' },
  'token-value-in-use': { status: 409, title: 'This value belongs to an active or recently revoked token' },
  'token-value-replaced': { status: 409, title: 'An MDM would replace a part of this value' },
  'too-many-requests': { status: 429, title: 'Too many requests: slow down' },
  'too-many-tokens': { status: 409, title: 'The organization has as many active tokens as it may have' },
  'unsupported-media-type': { status: 415, title: 'Only application/json in UTF-8 is taken' },
  'would-halt-devices': { status: 409, title: 'Active devices would be halted' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ErrorCode = keyof typeof errorCodes;

export const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorCodes, text);
