import { withTimeLimit } from '../running/with-time-limit.ts';
import { recordSpansWith } from './traced.ts';
import { readTracingSettings } from './tracing-settings.ts';

/** A collector that is away does not keep a service from ending. */
const stopTimeoutMs = 2_000;

/** Ends the recording, and sends what is left. */
export type StopTracing = () => Promise<void>;

/**
 * Records spans if the environment names a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`). Without one nothing of OpenTelemetry
 * is even loaded beside its interface. Throws `ConfigError`.
 */
export const startTracing = async (
  service: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<StopTracing> => {
  const settings = readTracingSettings(environment);
  if (settings === null) return () => Promise.resolve();
  const { exportSpans } = await import('./export-spans.ts');
  const exported = exportSpans(service, settings);
  recordSpansWith(exported.tracer);
  return async () => {
    recordSpansWith(undefined);
    await withTimeLimit(exported.stop(), stopTimeoutMs).catch(() => undefined);
  };
};
