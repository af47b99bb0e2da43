import { setTimeout as delay } from 'node:timers/promises';
import { WakeUp, type Logger } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { DataSource } from 'typeorm';
import { OutboxListener } from './outbox-listener.ts';
import { measureUnpublished } from './outbox-metrics.ts';
import { wakeUpChannel } from './outbox.ts';
import { prunePublished } from './prune-published.ts';
import { publishOrganization, type PublishesEvents } from './publish-organization.ts';
import { findUnpublished, hasUnpublished } from './unpublished.ts';

const pollIntervalMs = 1_000;
const retryDelayMaxMs = 5_000;
const pruneIntervalMs = 3_600_000;
const flushLookIntervalMs = 20;
/** Of one organization in order, of several at the same time: most of it is waiting for PostgreSQL and JetStream. */
const organizationsAtOnce = 8;

/**
 * Brings committed events to their stream, in order per organization, until they are there. Any number of relays may
 * run on one table. NOTIFY wakes it; polling finds what a lost NOTIFY has left.
 */
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #wakeUp = new WakeUp();
  readonly #listener: OutboxListener;
  #running: Promise<void> | undefined;
  #stopped = false;
  #lastProblem: string | null = null;
  #failedRounds = 0;
  #prunedAtMs = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly publisher: PublishesEvents,
    private readonly logger: Logger,
  ) {
    this.#listener = new OutboxListener({
      server: serverOf(dataSource),
      channel: wakeUpChannel(dataSource),
      onWakeUp: () => {
        this.#wakeUp.ring();
      },
      onProblem: (err) => {
        logger.warn({ err }, 'the outbox is polled only: its notifications cannot be heard');
      },
    });
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
    void this.#listener.start();
  }

  /** Finishes the message that is under way; what is left is published after the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp.ring();
    await this.#listener.stop();
    await this.#running;
  }

  /** Whether everything of this organization is in its stream; false when it is not so within `timeoutMs`. */
  async flush(organizationId: string, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    this.#wakeUp.ring();
    while (await hasUnpublished(this.dataSource, organizationId)) {
      if (performance.now() >= deadline) return false;
      await delay(flushLookIntervalMs);
    }
    return true;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      const problem = await this.#round().catch((error: unknown) => error);
      this.#report(problem);
      this.#failedRounds = problem === null ? 0 : this.#failedRounds + 1;
      await this.#wakeUp.wait(Math.min(pollIntervalMs * 1.5 ** this.#failedRounds, retryDelayMaxMs));
    }
  }

  /** Every organization gets its turn, also when another one's messages cannot be published. */
  async #round(): Promise<unknown> {
    await this.#pruneNowAndThen();
    const unpublished = await findUnpublished(this.dataSource);
    measureUnpublished(unpublished);
    const waiting = unpublished.map(({ organizationId }) => organizationId);
    const lanes = Array.from({ length: organizationsAtOnce }, () => this.#publishWaiting(waiting));
    return (await Promise.all(lanes)).find((problem) => problem !== null) ?? null;
  }

  /** Takes one organization after the other out of those that wait, as its neighbours do. Answers with the last problem. */
  async #publishWaiting(waiting: string[]): Promise<unknown> {
    let problem: unknown = null;
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      problem = (await this.#publishAll(next).catch((error: unknown) => error)) ?? problem;
    }
    return problem;
  }

  async #publishAll(organizationId: string): Promise<unknown> {
    while (!this.#stopped) {
      const outcome = await publishOrganization(this.dataSource, this.publisher, organizationId);
      if (typeof outcome === 'object') return outcome.failed;
      if (outcome !== 'more-to-publish') break;
    }
    return null;
  }

  async #pruneNowAndThen(): Promise<void> {
    if (performance.now() - this.#prunedAtMs < pruneIntervalMs && this.#prunedAtMs > 0) return;
    await prunePublished(this.dataSource);
    this.#prunedAtMs = performance.now();
  }

  /** Once when it begins and once when it ends: the rounds in between would say the same. */
  #report(problem: unknown): void {
    const text = problem instanceof Error ? problem.message : problem === null ? null : 'unknown';
    if (text !== null && text !== this.#lastProblem) {
      this.logger.error({ err: problem }, 'events cannot be published, and are tried again');
    }
    if (text === null && this.#lastProblem !== null) this.logger.info('events are published again');
    this.#lastProblem = text;
  }
}

const serverOf = ({ options }: DataSource): ClientConfig => {
  if (options.type !== 'postgres') throw new TypeError('The outbox needs a data source of type postgres');
  const { url, host, port, username: user, password, database } = options;
  return url === undefined ? { host, port, user, password, database } : { connectionString: url };
};
