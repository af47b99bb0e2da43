import type { CheckReply } from '@mdm-gate/contracts';
import { Counter, Histogram, type Registry } from 'prom-client';

type Counting = ReturnType<Counter['labels']>;

/** What checks came to and how long they took. Counters are looked up once per outcome, because a check costs microseconds. */
export class CheckMetrics {
  readonly #checks: Counter<'decision' | 'reason'>;
  readonly #durations: Histogram;
  readonly #counting: Readonly<Record<CheckReply['decision'], Map<string, Counting>>> = {
    proceed: new Map(),
    halt: new Map(),
  };

  constructor(registry: Registry) {
    this.#checks = new Counter({
      name: 'verifier_checks_total',
      help: 'Checks by decision and reason',
      labelNames: ['decision', 'reason'],
      registers: [registry],
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
    const byReason = this.#counting[decision];
    const counting = byReason.get(reason) ?? this.#checks.labels(decision, reason);
    byReason.set(reason, counting);
    counting.inc();
    this.#durations.observe((performance.now() - startMs) / 1_000);
  }
}
