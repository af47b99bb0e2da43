import type { NatsConnection } from '@nats-io/transport-node';
import type { NatsLink } from '../connection/nats-link.ts';
import { ensureStreams } from './streams-setup.ts';

/** Keeps the streams of the catalogue in being: looked after on every new connection, and whenever one is missed. */
export class StreamKeeper {
  #running: { readonly connection: NatsConnection; readonly outcome: Promise<void> } | undefined;
  #problem: string | null = null;

  constructor(
    private readonly link: NatsLink,
    private readonly replicas: number,
  ) {
    link.onConnected(() => {
      this.look();
    });
  }

  /** Why the streams are not as they should be, for an operator. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Makes the streams be there, in the background: a failure shows in `problem`. */
  look(): void {
    const { connection } = this.link;
    if (connection !== undefined) this.ensure(connection).catch(() => undefined);
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

  async #ensure(connection: NatsConnection): Promise<void> {
    try {
      await ensureStreams(connection, this.replicas);
      this.#problem = null;
    } catch (error) {
      this.#problem = `streams: ${error instanceof Error ? error.message : 'cannot be set up'}`;
      throw error;
    }
  }
}
