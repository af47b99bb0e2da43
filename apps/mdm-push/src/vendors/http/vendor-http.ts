import { setTimeout as delay } from 'node:timers/promises';
import {
  bulkhead,
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  DelegateBackoff,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import type { RequestSender } from '../../outbound/outbound-agent.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import type { Attempt } from '../mdm-vendor.ts';
import { neverArrived, problemWithAnswer, problemWithConnection } from './answer-problem.ts';
import { RequestFate } from './request-fate.ts';
import { clockDifferenceMs, isRefusal, rateWindowPauseMs, type VendorAnswer } from './vendor-answer.ts';
import { bodyOf, type VendorRequest } from './vendor-request.ts';

export type { VendorRequest } from './vendor-request.ts';

/** What an answer means that the status alone does not tell; null leaves it to the status. */
export type AnswerReader = (answer: VendorAnswer) => DeliveryProblem | null;

/** One connection's requests at a time, so that one vendor's slowness does not take the whole service. */
const requestsAtOnceMax = 8;
const requestsWaitingMax = 256;
/** A vendor that failed this often in a row is left alone for the pause. */
const failuresInARowMax = 5;
const circuitPauseMs = 15_000;
const attemptsPerRequestMax = 2;
const firstPauseMs = 250;
/** A longer wait is not worth holding a delivery for: it comes back later instead. */
const waitInPlaceMaxMs = 5_000;
const requestTimeoutMs = 30_000;

/** The requests of one connection: limited, retried where that is safe, stopped while the vendor is down. */
export class VendorHttp {
  readonly #bulkhead = bulkhead(requestsAtOnceMax, requestsWaitingMax);
  readonly #breaker = circuitBreaker(handleWhen(isVendorDown), {
    halfOpenAfter: circuitPauseMs,
    breaker: new ConsecutiveBreaker(failuresInARowMax),
  });
  readonly #once = wrap(this.#breaker, this.#bulkhead);
  #pausedUntilMs = 0;
  /** How far the vendor's clock is ahead of ours, from its newest answer; undefined before. */
  clockAheadMs: number | undefined;

  constructor(
    private readonly agent: RequestSender,
    private readonly readAnswer: AnswerReader = () => null,
  ) {}

  /** The same connection with a vendor's own reading of its answers. */
  reading(readAnswer: AnswerReader): VendorHttp {
    return new VendorHttp(this.agent, readAnswer);
  }

  /**
   * Resolves with any answer the adapter may know better; throws DeliveryProblem for the rest. What fails on our own
   * side, such as the permission to write, is thrown as it is: it says nothing about the MDM.
   */
  async send(request: VendorRequest, attempt: Attempt): Promise<VendorAnswer> {
    const fate = request.fate ?? new RequestFate();
    const mayRepeat = (): boolean => request.repeatable !== false || !fate.mayBeDone;
    const repeated = retry(
      handleWhen((error) => isWorthRepeating(error) && mayRepeat()),
      repetition,
    );
    try {
      return await wrap(repeated, this.#once).execute(
        async () => this.#sendOnce(request, attempt, fate),
        attempt.signal,
      );
    } catch (error) {
      attempt.signal.throwIfAborted();
      throw error instanceof BrokenCircuitError ? leftAlone() : error;
    }
  }

  async #sendOnce(request: VendorRequest, attempt: Attempt, fate: RequestFate): Promise<VendorAnswer> {
    await this.#waitOutPause(attempt.signal);
    if (request.writes ?? request.method !== 'GET') await attempt.permitWrite();
    fate.goesOut();
    const answer = await this.#exchange(request, attempt.signal).catch((error: unknown) => {
      if (neverArrived(error)) fate.isRefused();
      // That we gave it up is no failure of the vendor, and does not count as one.
      attempt.signal.throwIfAborted();
      throw problemWithConnection(error);
    });
    if (isRefusal(answer)) fate.isRefused();
    const nowMs = Date.now();
    this.clockAheadMs = clockDifferenceMs(answer, nowMs) ?? this.clockAheadMs;
    this.#pause(rateWindowPauseMs(answer, nowMs));
    const problem = this.readAnswer(answer) ?? problemWithAnswer(answer, nowMs);
    if (problem === null) return answer;
    if (problem.code === 'vendor-throttled') this.#pause(problem.retryAfterMs);
    throw problem;
  }

  async #exchange(request: VendorRequest, signal: AbortSignal): Promise<VendorAnswer> {
    const url = new URL(request.url);
    const { body, contentType } = bodyOf(request);
    const {
      statusCode,
      headers,
      body: stream,
    } = await this.agent.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: request.method,
      headers: { accept: 'application/json', 'user-agent': 'mdm-gate', ...contentType, ...request.headers },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    const text = await stream.text();
    return { status: statusCode, headers: singleHeaders(headers), body: parsed(text) };
  }

  #pause(waitMs: number | undefined): void {
    if (waitMs !== undefined) this.#pausedUntilMs = Math.max(this.#pausedUntilMs, Date.now() + waitMs);
  }

  /** All requests of the connection heed what the vendor told one of them. */
  async #waitOutPause(signal: AbortSignal): Promise<void> {
    const waitMs = this.#pausedUntilMs - Date.now();
    if (waitMs <= 0) return;
    if (waitMs > waitInPlaceMaxMs)
      throw new DeliveryProblem('vendor-throttled', undefined, { retryAfterMs: waitMs });
    await delay(waitMs, undefined, { signal });
  }
}

const leftAlone = (): DeliveryProblem =>
  new DeliveryProblem(
    'vendor-unreachable',
    'The MDM failed several times in a row and is left alone for a while',
    { retryAfterMs: circuitPauseMs },
  );

const isVendorDown = (error: unknown): boolean =>
  error instanceof DeliveryProblem &&
  (error.code === 'vendor-unreachable' || error.code === 'vendor-timeout' || error.code === 'vendor-error');

const isWorthRepeating = (error: unknown): boolean =>
  error instanceof DeliveryProblem &&
  (isVendorDown(error) || error.code === 'vendor-throttled') &&
  (error.retryAfterMs ?? 0) <= waitInPlaceMaxMs;

/** The vendor's own wish, else exponential; with jitter, so that many deliveries do not come back at once. */
const pauseBefore = ({ attempt, result }: { attempt: number; result: object }): number => {
  const error = 'error' in result ? result.error : undefined;
  const wishMs = error instanceof DeliveryProblem ? error.retryAfterMs : undefined;
  return wishMs ?? firstPauseMs * 2 ** (attempt - 1) * (0.5 + Math.random());
};

const repetition = { maxAttempts: attemptsPerRequestMax, backoff: new DelegateBackoff(pauseBefore) };

const singleHeaders = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const parsed = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};
