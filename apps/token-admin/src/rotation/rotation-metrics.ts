import { heldReasonSchema } from '@mdm-gate/contracts';
import { Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from '@prometheus-io/client';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

const openRotations = new Gauge({
  name: 'token_admin_open_rotations',
  help: 'Rotations that have not ended, by their state',
  labelNames: ['state'] as const,
});
const heldRotations = new Gauge({
  name: 'token_admin_held_rotations',
  help: 'Rotations that wait for a person, by why they were held; by-hand: a person held them',
  labelNames: ['reason'] as const,
});

const oldestRotations = new Gauge({
  name: 'token_admin_rotations_oldest_seconds',
  help: 'For how long the rotation that has been in the state longest has been in it; 0 when there is none',
  labelNames: ['state'] as const,
});
const lateRotations = new Gauge({
  name: 'token_admin_rotations_late_seconds',
  help: 'For how long the rotation that waits longest should have been looked at: it grows while nobody takes rotations on',
});

const openStates = ['delivering', 'adopting', 'grace', 'held'] as const;
const reasons = heldReasonSchema.options;

const intervalMs = 15_000;
const roundTimeoutMs = 60_000;

const countStatement = `
  SELECT state, held_because AS reason, count(*)::int AS count,
    extract(epoch FROM now() - min(state_since))::float8 AS "ageSeconds",
    extract(epoch FROM now() - min(next_look_at))::float8 AS "lateSeconds"
  FROM ${schema}.rotations WHERE state NOT IN ('completed', 'cancelled') GROUP BY 1, 2`;

interface Row {
  readonly state: string;
  /** Null unless it is held. */
  readonly reason: string | null;
  readonly count: number;
  readonly ageSeconds: number;
  readonly lateSeconds: number;
}

/** Counts what all replicas share; each of them tells the same. */
@Injectable()
export class RotationMetrics implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    loops: Loops,
  ) {
    const round = () => this.#measure();
    this.#loop = loops.add({ name: 'rotation-metrics', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #measure(): Promise<undefined> {
    const rows = await this.dataSource.query<Row[]>(countStatement);
    for (const state of openStates) {
      const of = rows.filter((row) => row.state === state);
      openRotations.set(
        { state },
        sumOf(of, () => true),
      );
      oldestRotations.set({ state }, Math.max(0, ...of.map(({ ageSeconds }) => ageSeconds)));
    }
    // One that is held waits for a person, and is not looked at.
    const looked = rows.filter(({ state }) => state !== 'held');
    lateRotations.set(Math.max(0, ...looked.map(({ lateSeconds }) => lateSeconds)));
    const held = rows.filter(({ state }) => state === 'held');
    for (const reason of reasons)
      heldRotations.set(
        { reason },
        sumOf(held, (row) => row.reason === reason),
      );
  }
}

const sumOf = (rows: readonly Row[], counts: (row: Row) => boolean): number =>
  rows.filter(counts).reduce((sum, { count }) => sum + count, 0);
