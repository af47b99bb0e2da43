import { headers, type MsgHdrs } from '@nats-io/transport-node';

export const correlationIdHeader = 'Mdm-Correlation-Id';
export const traceparentHeader = 'traceparent';

/** Printable ASCII, because a header cannot carry anything else. */
const fitPattern = /^[\x21-\x7e]{1,256}$/;

export const isFitForHeader = (text: string | undefined): text is string =>
  text !== undefined && fitPattern.test(text);

export interface ContextToPassOn {
  readonly correlationId?: string | undefined;
  /** W3C trace context, passed on as it is. */
  readonly traceparent?: string | undefined;
}

/** What follows a request through all services. What is not fit for a header is left out: it must not stop the message. */
export const contextHeaders = ({ correlationId, traceparent }: ContextToPassOn): MsgHdrs => {
  const set = headers();
  if (isFitForHeader(correlationId)) set.set(correlationIdHeader, correlationId);
  if (isFitForHeader(traceparent)) set.set(traceparentHeader, traceparent);
  return set;
};
