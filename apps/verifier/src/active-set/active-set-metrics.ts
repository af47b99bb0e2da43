import type { Clock } from '@mdm-gate/service-kit';
import { Counter, Gauge, type Registry } from '@prometheus-io/client';
import type { SeenSets } from './seen-sets.ts';

/** What this replica knows of the state of active sets. */
export class ActiveSetMetrics {
  readonly #refills: Counter<'outcome'>;
  readonly #refillSeconds: Gauge;
  readonly #withheld: Gauge;
  readonly #unreadable: Counter;
  #newestEventMs: number | undefined;

  constructor(registry: Registry, seen: SeenSets, clock: Clock) {
    const registers = [registry];
    this.#refills = new Counter({
      name: 'verifier_refills_total',
      help: 'Fillings of an empty Redis from the stream by this replica: filled, emptied (in vain), failed',
      labelNames: ['outcome'],
      registers,
    });
    // From 0 on, or the first would not show as a growth.
    for (const outcome of ['filled', 'emptied', 'failed']) this.#refills.inc({ outcome }, 0);
    this.#refillSeconds = new Gauge({
      name: 'verifier_refill_duration_seconds',
      help: 'How long the last filling took',
      registers,
    });
    this.#withheld = new Gauge({
      name: 'verifier_withheld_organizations',
      help: 'Organizations whose newest active set the stream lacked at the last filling: their checks are unavailable',
      registers,
    });
    this.#unreadable = new Counter({
      name: 'verifier_unreadable_active_sets_total',
      help: 'Events with an active set that this replica could not read: checks of the organization are unavailable',
      registers,
    });
    figure(
      registers,
      'verifier_organizations',
      'Organizations that this replica has seen',
      () => seen.organizations,
    );
    figure(
      registers,
      'verifier_active_set_versions',
      'Sum of the newest versions seen, over all organizations: grows by one with every change anywhere',
      () => seen.sum,
    );
    figure(
      registers,
      'verifier_newest_event_age_seconds',
      'Since the newest event that this replica applied',
      () => (this.#newestEventMs === undefined ? NaN : (clock.now().getTime() - this.#newestEventMs) / 1_000),
    );
  }

  refilled(outcome: 'filled' | 'emptied' | 'failed', startMs: number, withheld = 0): void {
    this.#refills.inc({ outcome });
    this.#refillSeconds.set((performance.now() - startMs) / 1_000);
    this.#withheld.set(withheld);
  }

  unreadable(): void {
    this.#unreadable.inc();
  }

  eventApplied(occurredAt: string): void {
    this.#newestEventMs = Math.max(this.#newestEventMs ?? 0, Date.parse(occurredAt));
  }
}

/** Worked out when somebody looks. */
const figure = (registers: Registry[], name: string, help: string, read: () => number): Gauge =>
  new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
