import type { ErrorCode } from '@mdm-gate/contracts';
import type { ApiProblem } from '../api/api-problem.ts';
import type { Words } from './words.ts';

const again: Words['todo'] = 'Nothing is lost. Try again in a moment.';

/** Every error code has its words here: one that has none does not compile. */
const problems: Readonly<Record<ErrorCode | 'unreachable', Words>> = {
  'active-set-not-genuine': {
    what: 'A service was given tokens that nobody vouches for.',
    todo: 'Tell your operators.',
  },
  'address-too-long': { what: 'The address is too long.', todo: 'Go back and try again.' },
  'body-too-large': { what: 'That is more than can be taken at once.', todo: 'Send less.' },
  conflict: { what: 'That does not fit what is there.', todo: 'Look at the current state and decide anew.' },
  'cross-site-request': {
    what: 'The request did not come from this console.',
    todo: 'Reload the page. If it stays, the address of the console is not the one that its server was told.',
  },
  'dependency-unavailable': { what: 'A server that this needs does not answer.', todo: again },
  forbidden: {
    what: 'Your role does not allow this.',
    todo: 'Ask an administrator of the organization, or for that role.',
  },
  'headers-too-large': {
    what: 'The browser sent more along than is taken.',
    todo: 'Sign out and in again; if it stays, your identity provider gives you very many roles.',
  },
  'idempotency-key-reused': { what: 'The request was taken for another one.', todo: 'Reload the page.' },
  'if-match-required': { what: 'The request was incomplete.', todo: 'Reload the page.' },
  'internal-error': {
    what: 'Something went wrong on our side.',
    todo: 'Try again; if it stays, tell your operators the number below.',
  },
  'invalid-request': {
    what: 'Something is not filled in as it should be.',
    todo: 'Look at the marked fields.',
  },
  'last-active-token': {
    what: 'This is the last active token, and the policy needs one.',
    todo: 'Make a new token first, and revoke this one when devices have it.',
  },
  'last-mdm-connection': {
    what: 'This is the last MDM connection, and the policy is enforced.',
    todo: 'Add another one first, or set the policy to monitor.',
  },
  'mdm-connection-unknown': {
    what: 'There is no such MDM connection any more.',
    todo: 'Reload the page and choose another.',
  },
  'mdm-integration-required': {
    what: 'A token needs an MDM that hands it out.',
    todo: 'Connect an MDM first.',
  },
  'method-not-allowed': { what: 'That cannot be done here.', todo: 'Reload the page.' },
  'no-responders': { what: 'A service that answers this is not running.', todo: again },
  'not-authenticated': { what: 'You are not signed in.', todo: 'Sign in.' },
  'not-found': {
    what: 'There is no such thing, or you may not know of it.',
    todo: 'Check the address, or ask for a role in the organization.',
  },
  'organization-exists': { what: 'An organization with this id exists.', todo: 'Choose another id.' },
  'outcome-unknown': {
    what: 'Nobody can say whether that was done.',
    todo: 'Look at what is there now, and do it again if it is missing.',
  },
  'precondition-failed': {
    what: 'Somebody else changed it since you looked.',
    todo: 'Nothing was overwritten. Look at what is there now, and decide anew.',
  },
  'request-incomplete': { what: 'The request did not arrive whole.', todo: again },
  'session-ended': {
    what: 'Your session has ended.',
    todo: 'What you entered is still here. Sign in in a new tab, come back to this one, and do it again.',
  },
  timeout: {
    what: 'The answer did not come in time.',
    todo: 'Look whether it was done before you try again.',
  },
  'token-already-revoked': { what: 'The token is already revoked.', todo: 'There is nothing left to do.' },
  'token-value-in-use': {
    what: 'This value belongs to a token that is active or was revoked recently.',
    todo: 'Choose another value, or have one generated.',
  },
  'token-value-replaced': {
    what: 'An MDM would replace a part of this value by something of each device.',
    todo: 'Have a value generated, or enter one without what that MDM takes for a variable.',
  },
  'too-many-requests': { what: 'That was too much at once.', todo: 'Wait a moment.' },
  'too-many-tokens': {
    what: 'The organization has as many active tokens as it may have.',
    todo: 'Revoke one that no device needs any more.',
  },
  'unsupported-media-type': { what: 'The request had a form that is not taken.', todo: 'Reload the page.' },
  'would-halt-devices': {
    what: 'Devices that go on today would be halted.',
    todo: 'Look at how many, and acknowledge that number if you mean it.',
  },
  unreachable: {
    what: 'The server does not answer.',
    todo: 'What you see is as of before. This page goes on by itself as soon as it can.',
  },
};

const unknown: Words = { what: 'The server refused this.', todo: 'Reload the page and try again.' };

/** A code that this console does not know yet comes from a newer server. */
export const wordsOf = ({ code }: ApiProblem): Words =>
  Object.hasOwn(problems, code) ? problems[code] : unknown;
