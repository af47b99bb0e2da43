import { randomUUID } from 'node:crypto';
import type { MsgHdrs } from '@nats-io/transport-node';

export const correlationIdHeader = 'Mdm-Correlation-Id';
export const traceparentHeader = 'traceparent';

const correlationIdPattern = /^[\x21-\x7e]{1,128}$/;

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

const fitOrNew = (given: string | undefined): string =>
  given !== undefined && correlationIdPattern.test(given) ? given : randomUUID();
