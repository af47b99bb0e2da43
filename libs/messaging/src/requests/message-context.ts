import { randomUUID } from 'node:crypto';
import type { MsgHdrs } from '@nats-io/transport-node';
import { correlationIdHeader, isFitForHeader, traceparentHeader } from './context-headers.ts';

/** What a handler may want to know beside the message. Nothing is worked out before somebody asks. */
export class MessageContext {
  #correlationId: string | undefined;

  constructor(
    readonly subject: string,
    private readonly readHeaders: () => MsgHdrs | undefined,
    correlationId?: string,
  ) {
    this.#correlationId = correlationId;
  }

  get headers(): MsgHdrs | undefined {
    return this.readHeaders();
  }

  /** The caller's, or a new one when it gave none that is fit to be passed on. */
  get correlationId(): string {
    this.#correlationId ??= fitOrNew(this.headers?.get(correlationIdHeader));
    return this.#correlationId;
  }

  /** W3C trace context of the caller, to be passed on as it is. */
  get traceparent(): string | undefined {
    return this.headers?.get(traceparentHeader) || undefined;
  }
}

/** As long as an event's correlation id may be. */
const lengthMax = 128;

const fitOrNew = (given: string | undefined): string =>
  isFitForHeader(given) && given.length <= lengthMax ? given : randomUUID();
