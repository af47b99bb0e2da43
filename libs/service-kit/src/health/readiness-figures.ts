import { Gauge } from '@prometheus-io/client';

export interface CheckResult {
  readonly name: string;
  readonly problem: string | null;
}

const ready = new Gauge({
  name: 'mdm_gate_ready',
  help: 'Whether a readiness check passes, 1 or 0, as /readyz would answer now',
  labelNames: ['check'] as const,
});

/** Also of a service that nobody asks anything just now, Prometheus knows whether it could answer. */
export const tellReadiness = (results: readonly CheckResult[]): void => {
  // Those that are looked at while it starts, or once it stops, come and go.
  ready.reset();
  for (const { name, problem } of results) ready.set({ check: name }, problem === null ? 1 : 0);
};
