import { EventStreamReader, NatsLink, StreamKeeper, type StreamState } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';

/** The stream that mdm-push publishes to, and what it takes to read it. */
@Injectable()
export class DeliveriesStream {
  constructor(
    readonly reader: EventStreamReader,
    readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
  ) {}

  /** Of the stream, which is made anew if it was deleted. Throws `dependency-unavailable`. */
  async state(): Promise<StreamState> {
    await this.keeper.ensure(this.link.requireConnection());
    return this.reader.state('deliveries');
  }
}
