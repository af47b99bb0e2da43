import { context, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { CodedError } from '../errors/coded-error.ts';

export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** A span that was begun. What runs `within` it, and whatever that waits for, belongs to it. */
export class OpenSpan {
  readonly #context: Context;

  constructor(private readonly span: Span) {
    this.#context = trace.setSpan(context.active(), span);
  }

  within<Value>(work: () => Value): Value {
    return context.with(this.#context, work);
  }

  end(attributes: SpanAttributes = {}): void {
    for (const [name, value] of Object.entries(attributes))
      if (value !== undefined) this.span.setAttribute(name, value);
    this.span.end();
  }

  /** Only what kind of error it was: what an error says may hold whatever was given. */
  fail(error: unknown): void {
    this.span.setStatus({ code: SpanStatusCode.ERROR });
    this.end({ 'error.type': typeOf(error) });
  }
}

const typeOf = (error: unknown): string =>
  error instanceof CodedError ? error.code : error instanceof Error ? error.name : 'unknown';
