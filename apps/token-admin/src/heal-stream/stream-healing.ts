import type { StreamMark } from '@mdm-gate/messaging';
import type { Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Comparison, Difference } from './comparison.ts';
import { currentHistory } from './known-organizations.ts';
import type { Mending } from './mending.ts';
import type { StreamAccess } from './stream-access.ts';

export interface HealingOptions {
  readonly dataSource: DataSource;
  readonly stream: Pick<StreamAccess, 'onConnected'>;
  readonly comparison: Comparison;
  readonly mending: Mending;
  readonly loops: Loops;
  readonly intervalMs: number;
}

interface LastComparison {
  readonly history: string;
  readonly mark: StreamMark;
  /** Since everything was compared. */
  readonly rounds: number;
}

/** So often everything is compared even if nothing seems to call for it: somebody may have taken single messages away. */
const roundsBetweenWhole = 1_440;
/** Healed at the same time: most of it is waiting for PostgreSQL. */
const healedAtOnce = 8;
/** 100,000 organizations that all begin a new lineage. */
const roundTimeoutMs = 30 * 60_000;

/**
 * Anti-entropy: compares PostgreSQL, which is the truth, with the stream and the verifier's store, which are copies that may
 * be lost or go back in time. Everything at the start, at every new connection to NATS, when the stream or PostgreSQL is not
 * what it was, and once a day or so; else what came since, every minute or so. Each organization is healed by itself.
 */
export class StreamHealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;
  /** What was compared last; null: everything is to be. */
  #compared: LastComparison | null = null;
  /** Organizations that could not be healed, or that somebody has doubts about. */
  readonly #doubtful = new Set<string>();

  constructor(private readonly options: HealingOptions) {
    const { loops, intervalMs } = options;
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = loops.add({ name: 'heal-stream', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.options.stream.onConnected(() => {
      this.#compared = null;
      this.#loop.wakeUp();
    });
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  /** Somebody found that a copy is not what it ought to be: the organization is looked at now. Never throws. */
  async doubt(organizationId: string): Promise<void> {
    this.#doubtful.add(organizationId);
    await this.#lookCloser([organizationId], new AbortController().signal);
  }

  async #round(signal: AbortSignal): Promise<undefined> {
    const history = await currentHistory(this.options.dataSource);
    const last = this.#compared;
    const canGoOn = last?.history === history && last.rounds < roundsBetweenWhole;
    if (!canGoOn || !(await this.#goOn(last))) await this.#compareAll(history, signal);
    await this.#lookCloser([...this.#doubtful], signal);
  }

  /** False: everything must be compared. */
  async #goOn(last: LastComparison): Promise<boolean> {
    const since = await this.options.comparison.since(last.mark);
    if (since === null) return false;
    for (const organizationId of since.suspects) this.#doubtful.add(organizationId);
    this.#compared = { ...last, mark: since.mark, rounds: last.rounds + 1 };
    return true;
  }

  async #compareAll(history: string, signal: AbortSignal): Promise<void> {
    const { differences, mark, whole } = await this.options.comparison.all();
    const others = await this.options.mending.adoptProven(differences);
    await inLanes(others, (difference) => this.#mend(difference), signal);
    if (!signal.aborted) this.#compared = whole ? { history, mark, rounds: 0 } : null;
  }

  async #lookCloser(organizationIds: readonly string[], signal: AbortSignal): Promise<void> {
    const look = async (organizationId: string): Promise<void> => {
      try {
        const difference = await this.options.comparison.closer(organizationId);
        this.#doubtful.delete(organizationId);
        if (difference !== undefined) await this.#mend(difference);
      } catch (problem) {
        // It stays doubtful, and holds up no other.
        this.options.loops.logger.debug(
          { organizationId, problem: String(problem) },
          'it is looked at again',
        );
      }
    };
    await inLanes(organizationIds, look, signal);
  }

  async #mend(difference: Difference): Promise<void> {
    if (!(await this.options.mending.mend(difference))) this.#doubtful.add(difference.organizationId);
  }
}

const inLanes = async <Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined && !signal.aborted; next = waiting.pop())
      await work(next);
  };
  await Promise.all(Array.from({ length: healedAtOnce }, lane));
};
