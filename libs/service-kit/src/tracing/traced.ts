import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  type Context,
  type Link,
  type Tracer,
} from '@opentelemetry/api';
import { OpenSpan, type SpanAttributes } from './open-span.ts';
import { isSampled, readTraceparent, writeTraceparent } from './traceparent.ts';

export interface SpanFacts {
  /** Of few kinds: no ids, or nobody finds anything. */
  readonly name: string;
  readonly kind: keyof typeof kinds;
  readonly attributes?: SpanAttributes;
  /** What caused it, from a header or a row; what is under way here unless given. */
  readonly traceparent?: string | undefined;
  /** When the cause was: what comes more than a minute later is a trace of its own, linked to the cause. */
  readonly causedAt?: Date | undefined;
  /** Begins a trace where nothing caused it; otherwise there is no span then. */
  readonly isEntrance?: boolean;
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

const lateMs = 60_000;

let tracer: Tracer | undefined;

/** From now on spans are recorded; undefined: no more. */
export const recordSpansWith = (given: Tracer | undefined): void => {
  tracer = given;
};

/** Whether spans are recorded here at all. */
export const tracingIsOn = (): boolean => tracer !== undefined;

/** The span, or undefined where nothing is recorded: without tracing, and where the cause is not recorded. */
export const openSpan = (facts: SpanFacts): OpenSpan | undefined => {
  if (tracer === undefined || !isToBeRecorded(facts)) return undefined;
  const { name, kind, attributes = {} } = facts;
  const { links, parent } = placeOf(facts);
  return new OpenSpan(
    tracer.startSpan(name, { kind: kinds[kind], attributes: { ...attributes }, links }, parent),
  );
};

/** Under its cause, or under what is under way here; what comes late is linked to its cause instead. */
const placeOf = ({ traceparent, causedAt }: SpanFacts): { links: Link[]; parent: Context } => {
  const cause = readTraceparent(traceparent);
  const isLate = causedAt !== undefined && causedAt.getTime() < Date.now() - lateMs;
  if (cause === undefined) return { links: [], parent: isLate ? ROOT_CONTEXT : context.active() };
  return isLate ? { links: [{ context: cause }], parent: ROOT_CONTEXT } : { links: [], parent: under(cause) };
};

/** Does the work within a span, which ends with it. */
export const traced = async <Value>(
  facts: SpanFacts,
  work: () => Promise<Value>,
  attributesOf: (value: Value) => SpanAttributes = () => ({}),
): Promise<Value> => {
  const span = openSpan(facts);
  if (span === undefined) return work();
  try {
    const value = await span.within(work);
    span.end(attributesOf(value));
    return value;
  } catch (error) {
    span.fail(error);
    throw error;
  }
};

/** For the next service: of what is under way here if it is recorded; else what was given is passed on as it is. */
export const traceparentToPassOn = (given?: string): string | undefined => {
  const active = tracer === undefined ? undefined : trace.getActiveSpan();
  return active?.isRecording() === true ? writeTraceparent(active.spanContext()) : given;
};

/** What a log line says of it. */
export const traceInLog = (): { readonly traceId?: string } => {
  const active = tracer === undefined ? undefined : trace.getActiveSpan();
  return active === undefined ? {} : { traceId: active.spanContext().traceId };
};

const isToBeRecorded = ({ isEntrance = false, traceparent }: SpanFacts): boolean =>
  isEntrance ||
  (traceparent === undefined ? trace.getActiveSpan()?.isRecording() === true : isSampled(traceparent));

const under = (cause: NonNullable<ReturnType<typeof readTraceparent>>): Context =>
  trace.setSpanContext(ROOT_CONTEXT, cause);
