import type { CheckReason, CheckReply } from '@mdm-gate/contracts';
import { Counter, Histogram, type Registry } from '@prometheus-io/client';

/** What checks came to and how long they took. They are counted here and handed over when somebody looks, which costs less. */
export class CheckMetrics {
  readonly #durations: Histogram;
  readonly #counts = { proceed: new Map<CheckReason, number>(), halt: new Map<CheckReason, number>() };

  constructor(registry: Registry) {
    const counts = this.#counts;
    // From 0 on, or the first ones of an outage would not show as a growth.
    counts.halt.set('unavailable', 0);
    new Counter({
      name: 'verifier_checks_total',
      help: 'Checks by decision and reason',
      labelNames: ['decision', 'reason'],
      registers: [registry],
      collect() {
        for (const decision of ['proceed', 'halt'] as const) {
          for (const [reason, count] of counts[decision]) this.inc({ decision, reason }, count);
          counts[decision].clear();
        }
      },
    });
    this.#durations = new Histogram({
      name: 'verifier_check_duration_seconds',
      help: 'From the request to the answer, inside the verifier',
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2],
      registers: [registry],
    });
  }

  /** `startMs` as `performance.now()` told it. */
  count({ decision, reason }: CheckReply, startMs: number): void {
    const byReason = this.#counts[decision];
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    this.#durations.observe((performance.now() - startMs) / 1_000);
  }
}
