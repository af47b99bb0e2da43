import { Counter, type Registry } from '@prometheus-io/client';

/**
 * `rate`: its organization had its share of the second. `memory`: there was no room for a device that never proceeded.
 * `buffer`: too many wait to be said. `stream`: JetStream did not take it, or had not taken others just before.
 */
const reasons = ['rate', 'memory', 'buffer', 'stream'] as const;
export type LeftOut = (typeof reasons)[number];

export class ObservationMetrics {
  readonly #said: Counter;
  readonly #leftOut: Counter<'why'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#said = new Counter({
      name: 'verifier_observations_total',
      help: 'Observations of devices that this replica has said',
      registers,
    });
    this.#leftOut = new Counter({
      name: 'verifier_observations_left_out_total',
      help: 'Observations that were left for a later check of the device: rate, memory, buffer, stream',
      labelNames: ['why'],
      registers,
    });
    // From 0 on, or the first would not show as a growth.
    for (const why of reasons) this.#leftOut.inc({ why }, 0);
  }

  said(observations: number): void {
    this.#said.inc(observations);
  }

  leftOut(why: LeftOut, observations = 1): void {
    this.#leftOut.inc({ why }, observations);
  }
}
