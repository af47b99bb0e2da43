import { TraceFlags, type SpanContext } from '@opentelemetry/api';

/** W3C trace context, version 00: `00-<trace id>-<span id>-<flags>`. */
const pattern = /^00-(?<traceId>[0-9a-f]{32})-(?<spanId>[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/;
const length = 55;

/** Cheap, because checks ask it: whether whoever called has its trace recorded. */
export const isSampled = (traceparent: string | undefined): traceparent is string =>
  traceparent?.length === length && (Number.parseInt(traceparent.charAt(length - 1), 16) & 1) === 1;

export const readTraceparent = (traceparent: string | undefined): SpanContext | undefined => {
  const groups = traceparent === undefined ? undefined : pattern.exec(traceparent)?.groups;
  if (groups === undefined) return undefined;
  const { traceId = '', spanId = '', flags = '00' } = groups;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
};

export const writeTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
