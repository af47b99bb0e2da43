import type { MsgRequest, StoredMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { NatsLink } from '../connection/nats-link.ts';
import { findStream } from './stream-info.ts';
import { managerOf } from './streams-setup.ts';

/**
 * Reads single messages of a stream, once it was seen over the connection: nats-server before 2.9.15 ends itself when it is
 * asked for a message of a stream that it is making.
 */
export class StreamMessages {
  #seenOver: NatsConnection | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly name: string,
  ) {}

  /** Null when there is no such message. */
  async get(wanted: MsgRequest): Promise<StoredMsg | null> {
    const connection = this.link.requireConnection();
    try {
      const manager = await managerOf(connection);
      if (this.#seenOver !== connection && (await findStream(manager, this.name)) === undefined)
        throw new Error(`There is no stream ${this.name} yet`);
      this.#seenOver = connection;
      return await manager.streams.getMessage(this.name, wanted);
    } catch (error) {
      this.#seenOver = undefined;
      throw error;
    }
  }
}
