import { ok } from 'node:assert/strict';
import { setTimeout as woundComesAfter } from 'node:timers/promises';
import type { CheckReason } from '@mdm-gate/contracts';
import { startPostgres, waitFor } from '@mdm-gate/testing';
import fc from 'fast-check';
import { startPair, type RunningPair } from '../fixtures/running-pair.ts';
import { connectionsOfAllVendors } from '../fixtures/vendor-tenants.ts';
import { openLane, plans, type Ended, type Lane, type Plan } from './lane.ts';
import { requireKeptPromises } from './kept-promises.ts';
import { killedTokenAdmin, woundsOfOthers, type Wound } from './wounds.ts';

export interface Extent {
  readonly kills: number;
  /** Beside those of token-admin: so often something happens to NATS, Redis, PostgreSQL, mdm-push or the MDM systems. */
  readonly faults: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface Outcome {
  /** How many rotations ended how. */
  readonly ended: Readonly<Record<string, number>>;
}

const woundedMs = 1_500;
const turnPauseMs = 50;
/** A kill comes within so many turns' time: from before the loop looks to after several steps of all lanes. */
const turnsBeforeKillMax = 2;

/**
 * Kills token-admin in the middle of rotations of one connection to each vendor, and harms all that they stand on. Rotations are taken on from where they were: each step is made once, with its
 * event and its audit row, and none halts a device by itself. Throws where that is not so.
 */
export class RotationCampaign {
  readonly #lanes: Lane[] = [];

  private constructor(
    private readonly pair: RunningPair,
    private readonly extent: Extent,
  ) {}

  static async run(extent: Extent): Promise<Outcome> {
    const postgres = await startPostgres();
    const pair = await startPair({ ownPostgres: postgres, realMdms: true });
    try {
      return await new RotationCampaign(pair, extent).#run(woundsOfOthers(pair, postgres));
    } finally {
      await pair.stop();
    }
  }

  async #run(others: readonly Wound[]): Promise<Outcome> {
    const { kills, faults, say } = this.extent;
    const connections = await connectionsOfAllVendors(this.pair.mdms);
    for (const [index, connection] of connections.entries())
      this.#lanes.push(await openLane(this.pair, connection, everyPlan(index)));
    const wounds = this.#shuffled([
      ...Array.from({ length: kills }, () => killedTokenAdmin(this.pair)),
      ...Array.from({ length: faults }, (_, index) => others[index % others.length]).filter(isThere),
    ]);
    const moments = this.#sampled(fc.double({ min: 0, max: turnsBeforeKillMax, noNaN: true }), wounds.length);
    for (const [index, wound] of wounds.entries()) {
      await this.#woundInTheMiddle(wound, moments[index] ?? 0);
      await this.#requireNoneHalted();
      say(`${index + 1} of ${wounds.length}: ${wound.name}, ${this.#ended.length} rotations ended`);
    }
    await waitFor(() => this.#isAtRest(), {
      timeoutMs: 240_000,
      intervalMs: 250,
      describe: 'every rotation to end',
    });
    await requireKeptPromises(this.pair, this.#lanes);
    const byEnd = Map.groupBy(this.#ended, ({ plan, state }) => `${plan}, ${state}`);
    return { ended: Object.fromEntries([...byEnd].map(([end, { length }]) => [end, length])) };
  }

  #sampled<Value>(arbitrary: fc.Arbitrary<Value>, count: number): Value[] {
    return fc.sample(fc.noBias(arbitrary), { numRuns: count, seed: this.extent.seed });
  }

  get #ended(): Ended[] {
    return this.#lanes.flatMap((lane) => lane.ended);
  }

  async #isAtRest(): Promise<boolean> {
    await this.#turn(false);
    return this.#lanes.every(({ isResting }) => isResting);
  }

  /** Whether every lane was answered. What was not is asked again in the next turn. */
  async #turn(mayBegin: boolean): Promise<boolean> {
    const answered = this.#lanes.map((lane) => lane.goOn(mayBegin).then(() => true, falseIfTorn));
    return (await Promise.all(answered)).every(Boolean);
  }

  #shuffled<Value>(list: readonly Value[]): Value[] {
    const [order = []] = this.#sampled(
      fc.array(fc.nat(), { minLength: list.length, maxLength: list.length }),
      1,
    );
    return list
      .map((value, index) => ({ value, key: order[index] ?? 0 }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ value }) => value);
  }

  /** `moment`: in turns, so that a machine that is busy comes as far as one that is not. */
  async #woundInTheMiddle({ name, inflict, mend }: Wound, moment: number): Promise<void> {
    // The first that is asked after a kill goes through connections that are gone.
    await waitFor(() => this.#turn(true), { timeoutMs: 60_000, describe: 'token-admin to answer' });
    const start = performance.now();
    await this.#turn(true);
    const afterMs = moment * (performance.now() - start);
    await this.pair.database.query(lookNow);
    const over = new AbortController();
    const wounded = woundComesAfter(afterMs)
      .then(inflict)
      .then(() => (name.startsWith('token-admin') ? undefined : woundComesAfter(woundedMs)))
      .then(mend)
      .finally(() => {
        over.abort();
      });
    await waitFor(() => this.#turn(true).then(() => over.signal.aborted), {
      timeoutMs: 120_000,
      intervalMs: turnPauseMs,
      describe: 'the wound to be mended',
    });
    await wounded;
    await waitFor(() => this.pair.database.query('SELECT 1'), {
      timeoutMs: 60_000,
      describe: 'the database',
    });
  }

  /** No check halts a device that nobody has acknowledged. */
  async #requireNoneHalted(): Promise<void> {
    for (const lane of this.#lanes)
      for (const [deviceId, value] of lane.devices) {
        const { decision, reason } = await waitFor(
          async () => {
            const reply = await lane.check(deviceId, value);
            return !notYet.has(reply.reason) && reply;
          },
          { timeoutMs: 60_000, intervalMs: pauseOfLooksMs, describe: 'the verifier to know the token' },
        );
        const isMeant = reason === 'token-revoked' && lane.mayBeHalted(deviceId);
        ok(decision === 'proceed' || isMeant, `${deviceId} was halted: ${reason} (${lane.doing})`);
      }
  }
}

/** One after the other without end, from that one on. */
const everyPlan = (first: number): (() => Plan) => {
  let next = first;
  return () => plans[next++ % plans.length] ?? 'by-itself';
};

/** A device is halted for a minute once it has failed twenty times. */
const pauseOfLooksMs = 3_500;

/** Of a token whose event was not published yet when token-admin was killed. */
const notYet: ReadonlySet<CheckReason> = new Set(['token-unknown', 'unavailable']);

const lookNow = `UPDATE token_admin.rotations SET next_look_at = now() WHERE state NOT IN ('completed', 'cancelled', 'held')`;

const isThere = (wound: Wound | undefined): wound is Wound => wound !== undefined;

/** The connection broke, or was refused, or the server behind it is away. */
const falseIfTorn = (error: unknown): false => {
  if (!/fetch failed|terminated|dependency-unavailable|no-responders|timeout/.test(String(error)))
    throw error;
  return false;
};
