import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { context } from '@opentelemetry/api';
import { CodedError } from '../errors/coded-error.ts';
import { openSpan, recordSpansWith, traced, traceInLog, traceparentToPassOn } from './traced.ts';
import { isSampled, readTraceparent } from './traceparent.ts';
import { readTracingSettings } from './tracing-settings.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const sampled = `00-${traceId}-b7ad6b7169203331-01`;
const unsampled = `00-${traceId}-b7ad6b7169203331-00`;
const facts = { name: 'work', kind: 'internal' } as const;
const nothing = () => Promise.resolve();

describe('without tracing', () => {
  it('work is done, no span is made, and the trace of the caller is passed on as it is', async () => {
    expect(openSpan({ ...facts, isEntrance: true })).toBeUndefined();
    await traced({ ...facts, traceparent: sampled }, () => {
      expect(traceparentToPassOn(sampled)).toBe(sampled);
      expect(traceInLog()).toEqual({});
      return nothing();
    });
  });
});

describe('a span', () => {
  const exporter = new InMemorySpanExporter();
  const manager = new AsyncLocalStorageContextManager();
  beforeAll(() => {
    context.setGlobalContextManager(manager.enable());
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    recordSpansWith(provider.getTracer('test'));
  });
  afterEach(() => {
    exporter.reset();
  });
  afterAll(() => {
    recordSpansWith(undefined);
    context.disable();
  });
  const spans = () => exporter.getFinishedSpans();

  it('belongs to the trace of its cause, and what it causes belongs to it', async () => {
    await traced({ ...facts, traceparent: sampled }, () =>
      traced({ ...facts, name: 'inner' }, () => {
        expect(traceInLog()).toEqual({ traceId });
        expect(traceparentToPassOn('of somebody else')).toMatch(`00-${traceId}-`);
        return nothing();
      }),
    );
    const [inner, outer] = spans();
    expect(outer?.parentSpanContext?.spanId).toBe('b7ad6b7169203331');
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
  });

  it('is made only where the cause is recorded, or where traces begin', async () => {
    await traced(facts, nothing);
    await traced({ ...facts, traceparent: unsampled }, nothing);
    await traced({ ...facts, traceparent: 'nonsense' }, nothing);
    expect(spans()).toEqual([]);
    await traced({ ...facts, isEntrance: true }, nothing);
    expect(spans()).toHaveLength(1);
  });

  it('begins a trace of its own when it comes long after its cause, and is linked to it', async () => {
    await traced({ ...facts, traceparent: sampled, causedAt: new Date(Date.now() - 120_000) }, nothing);
    const [late] = spans();
    expect(late?.spanContext().traceId).not.toBe(traceId);
    expect(late?.links[0]?.context.traceId).toBe(traceId);
  });

  it('says what kind of error ended it, and nothing that the error says', async () => {
    const failing = traced({ ...facts, isEntrance: true }, () =>
      Promise.reject(new CodedError('timeout', 'it says PINGID_MDM_TOKEN=secret')),
    );
    await expect(failing).rejects.toThrow();
    expect(spans()[0]?.attributes).toEqual({ 'error.type': 'timeout' });
    expect(JSON.stringify([spans()[0]?.events, spans()[0]?.status])).not.toContain('secret');
    expect(trace.getActiveSpan()).toBeUndefined();
  });
});

describe('a traceparent', () => {
  it.each([sampled.replace('00-', '01-'), sampled.toUpperCase(), `${sampled}-x`, '', 'x'.repeat(54) + '1'])(
    'is not read when it is not as version 00 has it: %s',
    (text) => {
      expect(readTraceparent(text)).toBeUndefined();
    },
  );

  it('is sampled by its last bit', () => {
    expect([sampled, unsampled, undefined].map(isSampled)).toEqual([true, false, false]);
  });
});

describe('the settings of tracing', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

  it.each([{}, { ...endpoint, OTEL_SDK_DISABLED: 'true' }, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }])(
    'leave it off unless there is an endpoint: %j',
    (environment) => {
      expect(readTracingSettings(environment)).toBeNull();
    },
  );

  it('record everything that begins here, or a share of it', () => {
    expect(readTracingSettings(endpoint)).toEqual({ share: 1 });
    const share = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' };
    expect(readTracingSettings({ ...endpoint, ...share })).toEqual({ share: 0.01 });
  });

  it('refuse what cannot be used, by name and without the value', () => {
    const reading = () => readTracingSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: 'user:secret@collector' });
    expect(reading).toThrow('OTEL_EXPORTER_OTLP_ENDPOINT is not a value that can be used');
    expect(reading).not.toThrow('secret');
  });
});
