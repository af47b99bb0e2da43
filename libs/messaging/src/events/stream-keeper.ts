import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { backoffMs } from '../connection/backoff.ts';
import type { NatsLink } from '../connection/nats-link.ts';
import { ensureStreams, type StreamDuty } from './streams-setup.ts';

const backoff = { baseMs: 100, capMs: 5_000 };
/**
 * A server still deletes a stream when it no longer tells of it: one that is made meanwhile loses its files with it, takes
 * events and has none of them (seen with nats-server 2.9.10).
 */
const deletedWithinMs = 1_000;

/** Keeps the streams of the catalogue in being: looked after on every new connection, and whenever one is missed. */
export class StreamKeeper {
  #running: { readonly connection: NatsConnection; readonly outcome: Promise<void> } | undefined;
  #looking = false;
  #problem: string | null = 'streams: not looked at yet';
  #wereThere = false;

  constructor(
    private readonly link: NatsLink,
    private readonly duty: StreamDuty,
  ) {
    link.onConnected(() => {
      this.look();
    });
  }

  /** Why the streams are not as they should be, for an operator. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Makes the streams be there, in the background, however often it takes; until then `problem` says why not. */
  look(): void {
    if (this.#looking) return;
    this.#looking = true;
    void this.#lookUntilDone().finally(() => {
      this.#looking = false;
    });
  }

  /** Makes the streams be there. Calls that come together share one look. */
  ensure(connection: NatsConnection): Promise<void> {
    if (this.#running?.connection === connection) return this.#running.outcome;
    const outcome = this.#ensure(connection).finally(() => {
      this.#running = undefined;
    });
    this.#running = { connection, outcome };
    return outcome;
  }

  async #lookUntilDone(): Promise<void> {
    let failures = 0;
    for (let connection = this.link.connection; connection !== undefined; connection = this.link.connection) {
      const done = await this.ensure(connection).then(
        () => true,
        () => false,
      );
      if (done && connection === this.link.connection) return;
      failures += 1;
      await delay(backoffMs(failures, backoff), undefined, { ref: false });
    }
  }

  /** Those that are missing were deleted, if all were there before. */
  #onceDeleted(): () => Promise<void> {
    let deleted: Promise<void> | undefined;
    return () => (deleted ??= this.#wereThere ? delay(deletedWithinMs) : Promise.resolve());
  }

  async #ensure(connection: NatsConnection): Promise<void> {
    try {
      await ensureStreams(connection, this.duty, this.#onceDeleted());
      this.#problem = null;
      this.#wereThere = true;
    } catch (error) {
      this.#problem = `streams: ${error instanceof Error ? error.message : 'cannot be set up'}`;
      throw error;
    }
  }
}
