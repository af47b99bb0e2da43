import {
  bulkhead,
  BrokenCircuitError,
  circuitBreaker,
  ConsecutiveBreaker,
  handleWhen,
  type IPolicy,
  retry,
  wrap,
} from 'cockatiel';
import type { RequestSender } from '../../outbound/outbound-agent.ts';
import type { Attempt, Look } from '../attempt.ts';
import { DeliveryProblem } from '../delivery-problem.ts';
import { neverArrived, problemWithAnswer, problemWithConnection } from './answer-problem.ts';
import { exchange } from './exchange.ts';
import { RequestFate } from './request-fate.ts';
import { isVendorDown, isWorthRepeating, repetition } from './repetition.ts';
import { RequestPause } from './request-pause.ts';
import { clockDifferenceMs, isRefusal, rateWindowPauseMs, type VendorAnswer } from './vendor-answer.ts';
import type { ChangeRequest, ReadRequest, SignInRequest, VendorRequest } from './vendor-request.ts';

/** What an answer means that the status alone does not tell; null leaves it to the status. */
export type AnswerReader = (answer: VendorAnswer) => DeliveryProblem | null;

/** One connection's requests at a time, so that one vendor's slowness does not take the whole service. */
const requestsAtOnceMax = 8;
const requestsWaitingMax = 256;
/** A vendor that failed this often in a row is left alone for the pause. */
const failuresInARowMax = 5;
const circuitPauseMs = 15_000;
const requestTimeoutMs = 30_000;
/** What is only nice to know is not waited for. */
const glanceTimeoutMs = 5_000;

interface Sending {
  readonly look: Look;
  readonly fate: RequestFate;
  /** Asked last, when it is about to be sent. */
  readonly permit?: (() => Promise<void>) | undefined;
}

/**
 * The requests of one connection: limited, stopped while the vendor is down. Only what changes nothing is sent again.
 * All methods resolve with any answer the adapter may know better and throw DeliveryProblem for the rest. What fails on
 * our own side, such as the permission to write, is thrown as it is: it says nothing about the MDM.
 */
export class VendorHttp {
  readonly #bulkhead = bulkhead(requestsAtOnceMax, requestsWaitingMax);
  readonly #breaker = circuitBreaker(handleWhen(isVendorDown), {
    halfOpenAfter: circuitPauseMs,
    breaker: new ConsecutiveBreaker(failuresInARowMax),
  });
  readonly #once = wrap(this.#breaker, this.#bulkhead);
  readonly #repeated = wrap(retry(handleWhen(isWorthRepeating), repetition), this.#once);
  readonly #pause = new RequestPause();
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

  read(request: ReadRequest, look: Look): Promise<VendorAnswer> {
    return this.#within(this.#repeated, request, { look, fate: new RequestFate() });
  }

  /** What may just as well not be known: asked once, undefined when it does not come at once, and no failure of the vendor. */
  async glance(request: ReadRequest, look: Look): Promise<VendorAnswer | undefined> {
    if (request.budgets?.some(({ hasRoom }) => !hasRoom) === true) return undefined;
    const signal = AbortSignal.any([look.signal, AbortSignal.timeout(glanceTimeoutMs)]);
    const sending = {
      look: { ...look, signal, noteRequest: look.noteRequest.bind(look) },
      fate: new RequestFate(),
    };
    try {
      return await this.#bulkhead.execute(() => this.#send(request, sending), signal);
    } catch {
      look.signal.throwIfAborted();
      return undefined;
    }
  }

  signIn(request: SignInRequest, look: Look): Promise<VendorAnswer> {
    return this.#within(this.#once, request, { look, fate: new RequestFate() });
  }

  /** Sent once: meanwhile others may change what it replaces. */
  change(request: ChangeRequest, attempt: Attempt): Promise<VendorAnswer> {
    const fate = request.fate ?? new RequestFate();
    const permit = (): Promise<void> => attempt.permitWrite();
    return this.#within(this.#once, request, { look: attempt, fate, permit });
  }

  async #within(
    policy: Pick<IPolicy, 'execute'>,
    request: VendorRequest,
    sending: Sending,
  ): Promise<VendorAnswer> {
    const { signal } = sending.look;
    try {
      return await policy.execute(() => this.#send(request, sending), signal);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof BrokenCircuitError ? leftAlone() : error;
    }
  }

  async #send(request: VendorRequest, { look, fate, permit }: Sending): Promise<VendorAnswer> {
    await this.#pause.waitOut(look.signal);
    for (const budget of request.budgets ?? []) await budget.take(look.signal);
    await permit?.();
    if (request.id !== undefined) look.noteRequest(request.id);
    fate.goesOut();
    const signal = AbortSignal.any([look.signal, AbortSignal.timeout(requestTimeoutMs)]);
    const answer = await exchange(this.agent, request, signal).catch((error: unknown) => {
      if (neverArrived(error)) fate.isRefused();
      // That we gave it up is no failure of the vendor, and does not count as one.
      look.signal.throwIfAborted();
      throw problemWithConnection(error);
    });
    return this.#read(answer, fate);
  }

  #read(answer: VendorAnswer, fate: RequestFate): VendorAnswer {
    if (isRefusal(answer)) fate.isRefused();
    const nowMs = Date.now();
    this.clockAheadMs = clockDifferenceMs(answer, nowMs) ?? this.clockAheadMs;
    this.#pause.begin(rateWindowPauseMs(answer, nowMs));
    const problem = this.readAnswer(answer) ?? problemWithAnswer(answer, nowMs);
    if (problem === null) return answer;
    if (problem.code === 'vendor-throttled') this.#pause.begin(problem.retryAfterMs);
    throw problem;
  }
}

const leftAlone = (): DeliveryProblem =>
  new DeliveryProblem(
    'vendor-unreachable',
    'The MDM failed several times in a row and is left alone for a while',
    { retryAfterMs: circuitPauseMs },
  );
