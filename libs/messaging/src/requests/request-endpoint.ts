import { isInbox, type RequestContract } from '@mdm-gate/contracts';
import type { Msg } from '@nats-io/transport-node';
import type { z } from 'zod';
import { CodedError, readJsonText, traced, type Logger } from '@mdm-gate/service-kit';
import { QuietLog } from '../connection/quiet-log.ts';
import { messageBytesMax } from '../message-size.ts';
import type { ServiceEndpoint } from '../nats-service/nats-service.ts';
import type { EndpointInfo } from '../nats-service/service-protocol.ts';
import type { Handler } from '../nest/marked-methods.ts';
import { organizationIn, type About } from '../organization-in.ts';
import { contractMetadata } from './contract-metadata.ts';
import { errorBody, errorHeaders, errorReplyOf, type ErrorReply } from './error-reply.ts';
import { MessageContext } from './message-context.ts';
import { readJson, type ReadingRules } from './read-json.ts';
import { openedPart, sealedPart, type Seals } from './seals.ts';
import { TracedCallers } from './traced-callers.ts';

/** Requests of one kind under way at once; beyond it the queue would only grow, so callers are told at once. */
export const inFlightMax = 4_096;

const namedWithinBytes = 4_096;

const overloaded: ErrorReply = {
  code: 'dependency-unavailable',
  detail: 'Too many requests are under way, try again later',
};

/** One request contract at work: bytes in, handler, answer out. Every request gets exactly one answer, at once if refused. */
export class RequestEndpoint implements ServiceEndpoint {
  readonly info: EndpointInfo;
  readonly statistics = { requests: 0, errors: 0, lastError: '', processingTimeMs: 0 };
  readonly tracedCallers = new TracedCallers();
  readonly #quietLog: QuietLog;
  readonly #rules: ReadingRules<z.ZodType>;
  #inFlight = 0;
  #whenIdle: (() => void)[] = [];

  constructor(
    private readonly contract: RequestContract,
    private readonly handler: Handler,
    logger: Logger,
    private readonly seals?: Seals,
  ) {
    this.#quietLog = new QuietLog(logger);
    const { request: schema, requestBytesMax: bytesMax = messageBytesMax } = contract;
    this.#rules = { schema, bytesMax, what: 'The request' };
    this.info = {
      name: contract.subject.replace(/^mdm\./, '').replaceAll('.', '-'),
      subject: contract.subject,
      queue_group: contract.answeredBy,
      metadata: contractMetadata(contract),
    };
  }

  receive(message: Msg): void {
    this.statistics.requests += 1;
    try {
      this.#receive(message);
    } catch (error) {
      const context = this.#contextOf(message);
      this.#quietLog.error({ err: error, ...factsOf(context) }, 'a request could not be read');
      this.#send(message, errorReplyOf(error), context);
    }
  }

  /** Resolves once no request is under way. */
  async idle(): Promise<void> {
    if (this.#inFlight === 0) return;
    await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
  }

  #receive(message: Msg): void {
    // Elsewhere an answer would be a message of ours on a subject of the caller's choice.
    if (!isInbox(message.reply ?? '')) {
      this.#note('no-inbox');
      this.#quietLog.warn({ subject: this.info.subject }, 'a request that names no inbox was ignored');
      return;
    }
    if (this.#inFlight >= inFlightMax) {
      this.#refuse(message, overloaded);
      return;
    }
    const request = openedPart(this.seals, this.contract, 'request', message.data);
    const reading = readJson(request, this.#rules);
    if (reading.ok) void this.#handle(message, reading.value);
    else this.#refuse(message, reading, organizationNamedIn(request));
  }

  async #handle(message: Msg, request: unknown): Promise<void> {
    const start = performance.now();
    const context = this.#contextOf(message);
    this.#inFlight += 1;
    try {
      const reply = await this.#traced(message, request, context);
      // As a Buffer, of which many share one piece of memory: the client would take a new one for each text.
      const text = sealedPart(this.seals, this.contract, 'reply', JSON.stringify(reply ?? null));
      message.respond(Buffer.from(text));
    } catch (error) {
      this.#answerError(message, error, context, organizationIn(request));
    } finally {
      this.statistics.processingTimeMs += performance.now() - start;
      this.#finish();
    }
  }

  #traced(message: Msg, request: unknown, context: MessageContext): unknown {
    const traceparent = this.tracedCallers.traceparentOf(message, context);
    if (traceparent === undefined) return this.handler(request, context);
    const { subject } = this.info;
    const attributes = { 'rpc.system': 'nats', 'messaging.destination.name': subject };
    const span = { name: `answer ${subject}`, kind: 'server', attributes, traceparent } as const;
    return traced(span, async () => await this.handler(request, context));
  }

  #finish(): void {
    this.#inFlight -= 1;
    if (this.#inFlight > 0) return;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
  }

  #contextOf(message: Msg): MessageContext {
    return new MessageContext(this.info.subject, () => message.headers);
  }

  #answerError(message: Msg, error: unknown, context: MessageContext, about: About = {}): void {
    if (!(error instanceof CodedError) || error.code === 'internal-error')
      this.#quietLog.error({ err: error, ...about, ...factsOf(context) }, 'a request failed');
    this.#send(message, errorReplyOf(error), context);
  }

  #refuse(message: Msg, reply: ErrorReply, about: About = {}): void {
    const context = this.#contextOf(message);
    this.#quietLog.warn(
      { code: reply.code, ...about, ...factsOf(context) },
      `a request was refused: ${reply.code}`,
    );
    this.#send(message, reply, context);
  }

  #send(message: Msg, reply: ErrorReply, context: MessageContext): void {
    this.#note(reply.code);
    try {
      message.respond(errorBody(reply), { headers: errorHeaders(reply, context.correlationId) });
    } catch (error) {
      this.#quietLog.warn({ err: error, subject: this.info.subject }, 'an error could not be answered');
    }
  }

  #note(error: string): void {
    this.statistics.errors += 1;
    this.statistics.lastError = error;
  }
}

/** Of a request that was refused. What is larger is not read a second time for a line of the log. */
const organizationNamedIn = (data: Uint8Array): About => {
  if (data.length > namedWithinBytes) return {};
  const reading = readJsonText(data);
  return reading.ok ? organizationIn(reading.value) : {};
};

const factsOf = ({ subject, correlationId }: MessageContext): Readonly<Record<string, string>> => ({
  subject,
  correlationId,
});
