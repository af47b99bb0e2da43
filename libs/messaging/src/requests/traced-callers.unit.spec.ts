import { startTracing, type StopTracing } from '@mdm-gate/service-kit';
import { headers, type Msg } from '@nats-io/transport-node';
import { MessageContext } from './message-context.ts';
import { TracedCallers } from './traced-callers.ts';

const sampled = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('callers whose traces are gone on with', () => {
  let stopTracing: StopTracing | undefined;
  let nowMs = 1_000_000;
  afterEach(async () => {
    await stopTracing?.();
    stopTracing = undefined;
  });
  const record = async () => {
    // Nothing is sent: nobody ends a span.
    stopTracing = await startTracing('test', { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  };

  const callers = new TracedCallers(() => nowMs);
  const requestOf = (traceparent: string | undefined) => {
    const set = headers();
    if (traceparent !== undefined) set.set('traceparent', traceparent);
    const message = { headers: set } as unknown as Msg;
    return callers.traceparentOf(message, new MessageContext('test', () => set));
  };
  const recorded = (count: number) =>
    Array.from({ length: count }, () => requestOf(sampled)).filter((each) => each === sampled).length;

  it('are none without tracing, and none who do not record theirs', async () => {
    expect(requestOf(sampled)).toBeUndefined();
    await record();
    expect(requestOf(sampled.replace(/1$/, '0'))).toBeUndefined();
    expect(requestOf(undefined)).toBeUndefined();
  });

  it('are at most fifty at once and fifty a second after that, and the others are counted', async () => {
    await record();
    nowMs += 60_000;
    const before = callers.leftOut;
    expect(recorded(60)).toBe(50);
    nowMs += 100;
    expect(recorded(20)).toBe(5);
    nowMs += 60_000;
    expect(recorded(51)).toBe(50);
    expect(callers.leftOut - before).toBe(10 + 15 + 1);
  });
});
