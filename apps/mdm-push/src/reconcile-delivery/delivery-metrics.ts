import { Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { deliveryStates } from '@mdm-gate/contracts';
import { Counter, Gauge } from '@prometheus-io/client';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { storedNow } from '../database/stored-now.ts';
import { isDue } from './claims.ts';

const deliveries = new Gauge({
  name: 'mdm_push_deliveries',
  help: 'Deliveries (connection and platform) by how far they are',
  labelNames: ['state'],
});

const oldestDueSeconds = new Gauge({
  name: 'mdm_push_oldest_due_seconds',
  help: 'For how long the delivery that is due longest has waited for its turn',
});

/** How turns at deliveries ended: `stored`, `accepted`, `awaiting-confirmation`, `given-up`, or the code of a problem. */
export const turnsEnded = new Counter({
  name: 'mdm_push_turns_total',
  help: 'Turns at deliveries, by how they ended',
  labelNames: ['outcome'],
});

const intervalMs = 5_000;
const roundTimeoutMs = 60_000;
/** To count goes through all of them: so many are counted more rarely. */
const manyDeliveries = 10_000;
const pauseAfterManyMs = 60_000;

const countStatement = `SELECT state, count(*)::integer AS count FROM ${schema}.deliveries GROUP BY state`;
const dueStatement = `
  SELECT coalesce(extract(epoch FROM ${storedNow} - min(next_attempt_at)), 0)::float AS seconds FROM ${schema}.deliveries
  WHERE ${isDue}`;

/** Counts what all replicas share; each of them tells the same. */
@Injectable()
export class DeliveryMetrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    loops: Loops,
  ) {
    const round = () => this.#measure();
    this.#loop = loops.add({ name: 'delivery-metrics', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #measure(): Promise<NextRound | undefined> {
    const rows: { state: string; count: number }[] = await this.dataSource.query(countStatement);
    for (const state of deliveryStates) {
      deliveries.set({ state }, rows.find((row) => row.state === state)?.count ?? 0);
    }
    const [due]: { seconds: number }[] = await this.dataSource.query(dueStatement);
    oldestDueSeconds.set(due?.seconds ?? 0);
    const all = rows.reduce((sum, { count }) => sum + count, 0);
    return all > manyDeliveries ? { nextInMs: pauseAfterManyMs } : undefined;
  }
}
