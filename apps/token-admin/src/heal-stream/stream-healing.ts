import type { Logger } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { Comparison, Difference } from './comparison.ts';
import { currentHistory } from './known-organizations.ts';
import type { Mending } from './mending.ts';
import type { StreamAccess, Mark } from './stream-access.ts';

export interface HealingOptions {
  readonly dataSource: DataSource;
  readonly stream: Pick<StreamAccess, 'onConnected'>;
  readonly comparison: Comparison;
  readonly mending: Mending;
  readonly logger: Logger;
  readonly intervalMs: number;
}

interface LastComparison {
  readonly history: string;
  readonly mark: Mark;
  /** Since everything was compared. */
  readonly rounds: number;
}

/** So often everything is compared even if nothing seems to call for it: somebody may have taken single messages away. */
const roundsBetweenWhole = 60;
/** Healed at the same time: most of it is waiting for PostgreSQL. */
const healedAtOnce = 8;

/**
 * Anti-entropy: compares PostgreSQL, which is the truth, with the stream and the verifier's store, which are copies that may
 * be lost or go back in time. Everything at the start, at every new connection to NATS, when the stream or PostgreSQL is not
 * what it was, and once an hour or so; else what came since, every minute or so. Each organization is healed by itself.
 */
export class StreamHealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  /** What was compared last; null: everything is to be. */
  #compared: LastComparison | null = null;
  /** Organizations that could not be healed, or that somebody has doubts about. */
  readonly #doubtful = new Set<string>();
  #lastProblem: string | null = null;

  constructor(private readonly options: HealingOptions) {}

  onApplicationBootstrap(): void {
    this.options.stream.onConnected(() => {
      this.#compared = null;
      void this.round();
    });
    this.#timer = setInterval(() => void this.round(), this.options.intervalMs);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** Somebody found that a copy is not what it ought to be: the organization is looked at now. Never throws. */
  async doubt(organizationId: string): Promise<void> {
    this.#doubtful.add(organizationId);
    await this.#lookCloser([organizationId]);
  }

  /** One comparison. Calls that come together share it. Never throws: what cannot be done now is done in the next one. */
  round(): Promise<void> {
    this.#running ??= this.#round().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #round(): Promise<void> {
    try {
      const history = await currentHistory(this.options.dataSource);
      const last = this.#compared;
      const canGoOn = last?.history === history && last.rounds < roundsBetweenWhole;
      if (!canGoOn || !(await this.#goOn(last))) await this.#compareAll(history);
      await this.#lookCloser([...this.#doubtful]);
      this.#lastProblem = null;
    } catch (error) {
      this.#report(error);
    }
  }

  /** False: everything must be compared. */
  async #goOn(last: LastComparison): Promise<boolean> {
    const since = await this.options.comparison.since(last.mark);
    if (since === null) return false;
    for (const organizationId of since.suspects) this.#doubtful.add(organizationId);
    this.#compared = { ...last, mark: since.mark, rounds: last.rounds + 1 };
    return true;
  }

  async #compareAll(history: string): Promise<void> {
    const { differences, mark, whole } = await this.options.comparison.all();
    await inLanes(differences, (difference) => this.#mend(difference));
    this.#compared = whole ? { history, mark, rounds: 0 } : null;
  }

  async #lookCloser(organizationIds: readonly string[]): Promise<void> {
    await inLanes(organizationIds, async (organizationId) => {
      try {
        const difference = await this.options.comparison.closer(organizationId);
        this.#doubtful.delete(organizationId);
        if (difference !== undefined) await this.#mend(difference);
      } catch (error) {
        this.#report(error);
      }
    });
  }

  async #mend(difference: Difference): Promise<void> {
    if (!(await this.options.mending.mend(difference))) this.#doubtful.add(difference.organizationId);
  }

  #report(error: unknown): void {
    const text = String(error);
    if (text !== this.#lastProblem)
      this.options.logger.warn({ problem: text }, 'the copies could not be compared, and will be');
    this.#lastProblem = text;
  }
}

const inLanes = async <Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> => {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await work(next);
  };
  await Promise.all(Array.from({ length: healedAtOnce }, lane));
};
