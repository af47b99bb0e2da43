import { z } from 'zod';
import { ConfigError } from '../config/config-error.ts';

/** The standard variables of OpenTelemetry, as far as we act on them; its exporter reads those that begin with OTEL_EXPORTER_OTLP itself. */
const settingsSchema = z.object({
  OTEL_SDK_DISABLED: z.enum(['true', 'false']).default('false'),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_TRACES_SAMPLER: z
    .enum(['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
});

export interface TracingSettings {
  /** Of the traces that begin here; others are recorded if their caller records them. */
  readonly share: number;
}

/** Null: no endpoint is set, or it is switched off. Throws `ConfigError` on a value that cannot be used. */
export const readTracingSettings = (
  environment: Readonly<Record<string, string | undefined>>,
): TracingSettings | null => {
  // As the standard has it, empty is not set.
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = settingsSchema.safeParse(set);
  if (!read.success) throw new ConfigError(problemsOf(read.error));
  const { data } = read;
  const endpoint = data.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? data.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isOff = data.OTEL_SDK_DISABLED === 'true' || data.OTEL_TRACES_EXPORTER === 'none';
  if (endpoint === undefined || isOff) return null;
  const shares = {
    parentbased_always_on: 1,
    parentbased_always_off: 0,
    parentbased_traceidratio: data.OTEL_TRACES_SAMPLER_ARG,
  };
  return { share: shares[data.OTEL_TRACES_SAMPLER] };
};

/** By name and without the value: an address may hold a password. */
const problemsOf = ({ issues }: z.ZodError): string =>
  issues.map(({ path }) => `${path.join('.')} is not a value that can be used`).join('; ');
