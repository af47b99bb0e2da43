import { Clock, Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { LookAtRotation } from './look-at-rotation.ts';

const intervalMs = 1_000;
/** While there is no rotation that anything may happen to. */
const idleMs = 2_000;
const roundTimeoutMs = 60_000;
/** How often each rotation is looked at; whoever takes one over from a replica that died waits for so long at most. */
const lookEverySeconds = 10;
/** One round takes so many, so that it ends. */
const atOnceMax = 50;

const goesOn = `state NOT IN ('completed', 'cancelled', 'held')`;

const anyGoesOnStatement = `SELECT EXISTS (SELECT FROM ${schema}.rotations WHERE ${goesOn}) AS "anyGoesOn"`;

const claimStatement = `
  UPDATE ${schema}.rotations SET next_look_at = $1::timestamptz + make_interval(secs => ${lookEverySeconds})
  WHERE rotation_id = (
    SELECT rotation_id FROM ${schema}.rotations
    WHERE ${goesOn} AND next_look_at <= $1
    ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING rotation_id AS "rotationId", organization_id AS "organizationId"`;

const lookAgainStatement = `
  UPDATE ${schema}.rotations SET next_look_at = $2::timestamptz + make_interval(secs => $3) WHERE rotation_id = $1`;

interface Claimed {
  readonly rotationId: string;
  readonly organizationId: string;
}

/** Takes rotations on. Any replica may run it: each rotation is claimed for one look, and a look may be repeated. */
@Injectable()
export class RotationLoop implements OnApplicationBootstrap {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly look: LookAtRotation,
    private readonly clock: Clock,
    loops: Loops,
  ) {
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = loops.add({ name: 'rotations', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** One that fails is looked at again with the others; the round fails so that it is told. */
  async #round(signal: AbortSignal): Promise<NextRound> {
    if (!(await this.#doesAnyGoOn())) return { nextInMs: idleMs };
    const failures: unknown[] = [];
    for (let count = 0; count < atOnceMax && !signal.aborted; count += 1) {
      const claimed = await this.#claim();
      if (claimed === undefined) break;
      const look = this.look
        .at(claimed)
        .then((seconds) => (seconds === null ? undefined : this.#lookAgain(claimed, seconds)));
      await look.catch((error: unknown) => failures.push(error));
    }
    const [first] = failures;
    if (first !== undefined)
      throw first instanceof Error ? first : new Error('A look failed', { cause: first });
    return { nextInMs: intervalMs };
  }

  async #doesAnyGoOn(): Promise<boolean> {
    const [found] = await this.dataSource.query<{ anyGoesOn: boolean }[]>(anyGoesOnStatement);
    return found?.anyGoesOn === true;
  }

  async #lookAgain({ rotationId }: Claimed, seconds: number): Promise<void> {
    await this.dataSource.query(lookAgainStatement, [rotationId, this.clock.now(), seconds]);
  }

  async #claim(): Promise<Claimed | undefined> {
    const [rows] = await this.dataSource.query<[Claimed[], number]>(claimStatement, [this.clock.now()]);
    return rows[0];
  }
}
