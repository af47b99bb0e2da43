import { setTimeout as delay } from 'node:timers/promises';
import type { Logger, Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { ClientConfig } from 'pg';
import type { DataSource } from 'typeorm';
import { OutboxListener } from './outbox-listener.ts';
import { measureUnpublished } from './outbox-metrics.ts';
import { wakeUpChannel } from './outbox.ts';
import { prunePublished } from './prune-published.ts';
import { publishOrganization, type PublishesEvents } from './publish-organization.ts';
import { findUnpublished, hasUnpublished } from './unpublished.ts';

const pollIntervalMs = 2_000;
/** Above what the slowest statement and a hundred publications that time out may take. */
const roundTimeoutMs = 120_000;
const pruneIntervalMs = 3_600_000;
const flushLookIntervalMs = 20;
/** Of one organization in order, of several at the same time: most of it is waiting for PostgreSQL and JetStream. */
const organizationsAtOnce = 8;

/**
 * Brings committed events to their stream, in order per organization, until they are there. Any number of relays may
 * run on one table. NOTIFY wakes it; polling finds what a lost NOTIFY has left.
 */
export class OutboxRelay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;
  readonly #listener: OutboxListener;
  #prunedAtMs = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly publisher: PublishesEvents,
    logger: Logger,
    loops: Pick<Loops, 'add'>,
  ) {
    this.#loop = loops.add({
      name: 'outbox-relay',
      intervalMs: pollIntervalMs,
      retryMaxMs: 2_000,
      roundTimeoutMs,
      round: (signal) => this.#round(signal),
    });
    this.#listener = new OutboxListener({
      server: () => serverOf(dataSource),
      channel: wakeUpChannel(dataSource),
      onWakeUp: () => {
        this.#loop.wakeUp();
      },
      onProblem: (err) => {
        logger.warn({ err }, 'the outbox is polled only: its notifications cannot be heard');
      },
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
    void this.#listener.start();
  }

  /** Finishes the message that is under way; what is left is published after the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.#listener.stop();
    await this.#loop.stop();
  }

  /** Whether everything of this organization is in its stream; false when it is not so within `timeoutMs`. */
  async flush(organizationId: string, timeoutMs: number): Promise<boolean> {
    const deadline = performance.now() + timeoutMs;
    this.#loop.wakeUp();
    while (await hasUnpublished(this.dataSource, organizationId)) {
      if (performance.now() >= deadline) return false;
      await delay(flushLookIntervalMs);
    }
    return true;
  }

  /** Every organization gets its turn, also when another one's messages cannot be published. */
  async #round(signal: AbortSignal): Promise<undefined> {
    await this.#pruneNowAndThen();
    const unpublished = await findUnpublished(this.dataSource);
    measureUnpublished(unpublished);
    const waiting = unpublished.map(({ organizationId }) => organizationId);
    const lanes = Array.from({ length: organizationsAtOnce }, () => this.#publishWaiting(waiting, signal));
    const problem = (await Promise.all(lanes)).find((each) => each !== null) ?? null;
    if (problem !== null) throw new Error('Events cannot be published', { cause: problem });
  }

  /** Takes one organization after the other out of those that wait, as its neighbours do. Answers with the last problem. */
  async #publishWaiting(waiting: string[], signal: AbortSignal): Promise<unknown> {
    let problem: unknown = null;
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      problem = (await this.#publishAll(next, signal).catch((error: unknown) => error)) ?? problem;
    }
    return problem;
  }

  async #publishAll(organizationId: string, signal: AbortSignal): Promise<unknown> {
    while (!signal.aborted) {
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
}

const serverOf = ({ options }: DataSource): ClientConfig => {
  if (options.type !== 'postgres') throw new TypeError('The outbox needs a data source of type postgres');
  const { url, host, port, username: user, password, database, ssl } = options;
  const server = url === undefined ? { host, port, user, password, database } : { connectionString: url };
  if (typeof ssl !== 'object') return server;
  return { ...server, ssl: { ca: ssl.ca, cert: ssl.cert, key: ssl.key } };
};
