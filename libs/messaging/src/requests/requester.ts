import type { ErrorCode, ReplyOf, RequestContract, RequestOf } from '@mdm-gate/contracts';
import type { Msg, MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import { CodedError, traced, traceparentToPassOn, type SpanAttributes } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { errorCodeHeader, errorFrom } from './error-reply.ts';
import { contextHeaders, type ContextToPassOn } from './context-headers.ts';
import { readJson } from './read-json.ts';
import { ReplyMux } from './reply-mux.ts';
import { openedPart, sealedPart, type Seals } from './seals.ts';
import { z } from 'zod';

export interface AskOptions extends ContextToPassOn {
  /** 2 s unless set. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 2_000;
const replyBytesMax = 1_024 * 1_024;
const isAway: ReadonlySet<ErrorCode> = new Set(['no-responders', 'timeout', 'dependency-unavailable']);

/** Asks other services. One request, one answer or one CodedError; nothing is repeated here. */
export class Requester {
  readonly #muxes = new WeakMap<NatsConnection, ReplyMux>();

  constructor(
    private readonly link: NatsLink,
    private readonly seals?: Seals,
  ) {}

  /**
   * Throws the replier's own code, or `no-responders` (nobody runs), `timeout`, `dependency-unavailable` (no connection,
   * or it was lost meanwhile), `internal-error` (the answer is not what the contract says).
   */
  ask<Contract extends RequestContract>(
    contract: Contract,
    request: RequestOf<Contract>,
    options: AskOptions = {},
  ): Promise<ReplyOf<Contract>> {
    const span = {
      name: `ask ${contract.subject}`,
      kind: 'client',
      attributes: attributesOf(contract),
    } as const;
    return traced(span, () => this.#ask(contract, request, options));
  }

  /** As `ask`, but null while the other service cannot be asked, for what is done without its answer then. */
  async askIfThere<Contract extends RequestContract>(
    contract: Contract,
    request: RequestOf<Contract>,
    options: AskOptions = {},
  ): Promise<ReplyOf<Contract> | null> {
    try {
      return await this.ask(contract, request, options);
    } catch (error) {
      if (error instanceof CodedError && isAway.has(error.code)) return null;
      throw error;
    }
  }

  async #ask<Contract extends RequestContract>(
    contract: Contract,
    request: RequestOf<Contract>,
    options: AskOptions,
  ): Promise<ReplyOf<Contract>> {
    const traceparent = traceparentToPassOn(options.traceparent);
    const reply = await this.#muxOf(this.link.requireConnection()).ask({
      subject: contract.subject,
      payload: sealedPart(this.seals, contract, 'request', JSON.stringify(request)),
      headers: headersFor({ ...options, traceparent }),
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    });
    return readReply(contract, reply, this.seals);
  }

  /** Resolves when anybody answers there, whatever it says. Throws as `ask` does. */
  async reach(subject: string, timeoutMs: number): Promise<void> {
    const mux = this.#muxOf(this.link.requireConnection());
    await mux.ask({ subject, payload: '', headers: undefined, timeoutMs });
  }

  #muxOf(connection: NatsConnection): ReplyMux {
    const existing = this.#muxes.get(connection);
    if (existing !== undefined) return existing;
    const mux = new ReplyMux(connection, this.link.inboxPrefix, () => {
      this.#muxes.delete(connection);
    });
    this.#muxes.set(connection, mux);
    return mux;
  }
}

const attributesOf = ({ subject, answeredBy }: RequestContract): SpanAttributes => ({
  'rpc.system': 'nats',
  'rpc.service': answeredBy,
  'messaging.destination.name': subject,
});

/** A header costs both sides something, so that there is none without need. */
const headersFor = (context: ContextToPassOn): MsgHdrs | undefined =>
  context.correlationId === undefined && context.traceparent === undefined
    ? undefined
    : contextHeaders(context);

const readReply = <Contract extends RequestContract>(
  contract: Contract,
  reply: Msg,
  seals: Seals | undefined,
): ReplyOf<Contract> => {
  const what = `The answer of ${contract.answeredBy}`;
  if (isError(reply)) {
    const body = readJson(reply.data, { schema: z.unknown(), bytesMax: replyBytesMax, what });
    throw errorFrom(body.ok ? body.value : undefined, contract.answeredBy);
  }
  const bytes = openedPart(seals, contract, 'reply', reply.data);
  const reading = readJson(bytes, { schema: contract.reply, bytesMax: replyBytesMax, what });
  if (reading.ok) return reading.value as ReplyOf<Contract>;
  throw new CodedError('internal-error', reading.detail, {
    retryable: true,
    ...(reading.issues && { issues: reading.issues }),
  });
};

const isError = (reply: Msg): boolean => {
  try {
    return reply.headers?.has(errorCodeHeader) ?? false;
  } catch {
    return false;
  }
};
