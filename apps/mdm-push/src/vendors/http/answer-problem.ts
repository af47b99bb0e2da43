import { errors } from 'undici';
import { AddressRefused } from '../../outbound/outbound-agent.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { retryAfterMs, type VendorAnswer } from './vendor-answer.ts';

/** The answers that mean the same at every vendor; null for those that the adapter knows better. */
export const problemWithAnswer = (answer: VendorAnswer, nowMs: number): DeliveryProblem | null => {
  const { status } = answer;
  if (isForNow.has(status) || status >= 500) return problemForNow(answer, nowMs);
  if (status >= 300 && status < 400) {
    return new DeliveryProblem(
      'settings-refused',
      'The MDM redirects to another address; enter that address',
    );
  }
  return isWebPage(answer) ? elsewhere('a web page') : null;
};

/** Refusals that time mends: of a request that came too late, too early, or too often. */
const isForNow: ReadonlySet<number> = new Set([408, 425, 429]);

const problemForNow = (answer: VendorAnswer, nowMs: number): DeliveryProblem => {
  const { status } = answer;
  const options = { retryAfterMs: retryAfterMs(answer, nowMs) };
  if (status === 408) return new DeliveryProblem('vendor-timeout', 'The MDM answered 408', options);
  if (status < 500) return new DeliveryProblem('vendor-throttled', undefined, options);
  return status === 503
    ? new DeliveryProblem('vendor-throttled', 'The MDM is overloaded (503)', options)
    : new DeliveryProblem('vendor-error', `The MDM answered ${status}`, options);
};

/** No API answers with pages for people, but consoles, sign-in pages and proxies do. */
const isWebPage = ({ status, headers }: VendorAnswer): boolean =>
  (status < 300 || status === 404) && (headers['content-type'] ?? '').startsWith('text/html');

/** Something else than the API of the MDM answers at its address. */
export const elsewhere = (found: string): DeliveryProblem =>
  new DeliveryProblem(
    'settings-refused',
    `At this address there is ${found} and not the API of the MDM: enter the address without the path of the API`,
  );

/** An answer that no rule of the adapter explains: what the MDM refuses now, it refuses again. `advice` says what to do. */
export const unexpected = ({ status }: VendorAnswer, what: string, advice: Advice = {}): DeliveryProblem => {
  const { words } = advice;
  if (status < 400 || status >= 500)
    return new DeliveryProblem('vendor-answer-unexpected', `${what}: the MDM answered ${status}`, { words });
  const toDo = advice.toDo ?? 'Mend what it names, in the MDM or in the connection';
  return new DeliveryProblem('request-refused', `${what} is refused (${status}). ${toDo}`, { words });
};

export interface Advice {
  readonly words?: string | undefined;
  readonly toDo?: string | undefined;
}

/** What stands behind a request without an answer. */
export const problemWithConnection = (error: unknown): DeliveryProblem => {
  if (error instanceof DeliveryProblem) return error;
  const refusal = addressRefusalIn(error);
  if (refusal !== undefined)
    return new DeliveryProblem('address-refused', `The address is refused: ${refusal.message}`);
  if (isTimeout(error)) return new DeliveryProblem('vendor-timeout', undefined, { cause: error });
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return new DeliveryProblem('vendor-answer-unexpected', 'The answer is too large', { cause: error });
  }
  return new DeliveryProblem('vendor-unreachable', reachability(error), { cause: error });
};

const codesBeforeSending = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** There was no connection to send it over. Of all other errors nobody knows. */
export const neverArrived = (error: unknown): boolean =>
  addressRefusalIn(error) !== undefined || codesBeforeSending.includes(fieldOf(error, 'code') ?? '');

const addressRefusalIn = (error: unknown): AddressRefused | undefined => {
  if (error instanceof AddressRefused) return error;
  return error instanceof Error && error.cause !== undefined ? addressRefusalIn(error.cause) : undefined;
};

const isTimeout = (error: unknown): boolean =>
  error instanceof errors.HeadersTimeoutError ||
  error instanceof errors.BodyTimeoutError ||
  error instanceof errors.ConnectTimeoutError ||
  fieldOf(error, 'name') === 'TimeoutError';

/** System error codes (ENOTFOUND, ECONNREFUSED, CERT_HAS_EXPIRED…) say enough and hold no secret. */
const reachability = (error: unknown): string => {
  const code = fieldOf(error, 'code');
  return code === undefined ? 'The MDM cannot be reached' : `The MDM cannot be reached (${code})`;
};

/** Errors of Node itself are not always instances of this realm's Error. */
const fieldOf = (error: unknown, name: 'code' | 'name'): string | undefined => {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
};
