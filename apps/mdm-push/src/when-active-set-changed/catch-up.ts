import { activeSetEvents } from '@mdm-gate/contracts';
import { EventStreamReader } from '@mdm-gate/messaging';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { z } from 'zod';
import { ServiceLogger } from '../service-logger.ts';
import { FollowActiveSet } from './follow-active-set.ts';
import { NewerActiveSets } from './newer-active-sets.ts';

const eventSchema = z.union(activeSetEvents.map(({ schema }) => schema));

const intervalMs = 600_000;
const retryMs = 1_000;
/** Events that are compared with one statement. */
const batchSize = 1_000;

/**
 * At the start and every ten minutes, reads the newest active set of every organization from the stream. The events that
 * come by themselves are enough as long as our database keeps what we acknowledged; after a restored backup it does not.
 */
@Injectable()
export class CatchUp implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;
  #reported = false;
  #running = Promise.resolve();

  constructor(
    private readonly reader: EventStreamReader,
    private readonly newer: NewerActiveSets,
    private readonly followActiveSet: FollowActiveSet,
    private readonly logger: ServiceLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.#in(0);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #in(waitMs: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.#catchUp().then((done) => {
        this.#in(done ? intervalMs : retryMs);
      });
    }, waitMs);
  }

  async #catchUp(): Promise<boolean> {
    try {
      let batch: unknown[] = [];
      for await (const { event } of this.reader.lastPerSubject('tokens')) {
        if (this.#stopped) return true;
        batch.push(event);
        if (batch.length < batchSize) continue;
        await this.#follow(batch);
        batch = [];
      }
      await this.#follow(batch);
      this.#reported = false;
      return true;
    } catch (err) {
      if (!this.#reported)
        this.logger.warn({ err }, 'the stream of active sets cannot be read, and is tried again');
      this.#reported = true;
      return false;
    }
  }

  async #follow(events: readonly unknown[]): Promise<void> {
    for (const event of await this.newer.among(events)) {
      if (this.#stopped) return;
      const parsed = eventSchema.safeParse(event);
      // What does not fit its contract is parked where the events come by themselves.
      if (parsed.success) await this.followActiveSet.follow(parsed.data);
    }
  }
}
