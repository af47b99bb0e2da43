import { streams, type EventStream } from '@mdm-gate/contracts';
import { DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { CodedError, withTimeLimit } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { managerOf } from './streams-setup.ts';

export interface StreamState {
  readonly firstSequence: number;
  readonly lastSequence: number;
  readonly messages: number;
  /** When the stream was made: another instant means another stream, whose sequences begin anew. */
  readonly created: Date;
}

export interface ReadEvent {
  readonly subject: string;
  readonly sequence: number;
  /** What stands there as JSON, not yet checked against a contract; undefined when it is not JSON. */
  readonly event: unknown;
}

/** Bounds the memory: this many events wait for the caller at most. */
const readAheadMax = 1_000;
const idleTimeoutMs = 10_000;

/** Reads event streams from beginning to end, beside the consumers that follow them. */
export class EventStreamReader {
  constructor(private readonly link: NatsLink) {}

  async state(stream: EventStream): Promise<StreamState> {
    const manager = await managerOf(this.link.requireConnection());
    const { state, created } = await unavailableUnlessDone(manager.streams.info(streams[stream].name));
    return {
      firstSequence: state.first_seq,
      lastSequence: state.last_seq,
      messages: state.messages,
      created: new Date(created),
    };
  }

  /**
   * The newest event of each organization and type, oldest first; all that were there at the start, perhaps more. Ends
   * by itself. Throws `dependency-unavailable` when the stream cannot be read to its end.
   */
  async *lastPerSubject(
    stream: EventStream,
    { organizationId = '*' }: { readonly organizationId?: string } = {},
  ): AsyncGenerator<ReadEvent, void, undefined> {
    const { lastSequence } = await this.state(stream);
    const filter = `${streams[stream].subjectPrefix}.${organizationId}.*`;
    const reading = await unavailableUnlessDone(
      open(this.link.requireConnection(), streams[stream].name, filter),
    );
    if (reading === undefined) return;
    try {
      for (;;) {
        const message = await nextOf(reading);
        yield { subject: message.subject, sequence: message.seq, event: jsonOf(message) };
        if (message.info.pending === 0 || message.seq >= lastSequence) return;
      }
    } finally {
      void reading.messages.close();
    }
  }
}

interface Reading {
  readonly messages: ConsumerMessages;
  readonly iterator: AsyncIterator<JsMsg>;
}

const open = async (
  connection: NatsConnection,
  name: string,
  filter: string,
): Promise<Reading | undefined> => {
  const manager = await managerOf(connection);
  const consumer = await manager.jetstream().consumers.get(name, {
    filter_subjects: filter,
    deliver_policy: DeliverPolicy.LastPerSubject,
    inactive_threshold: 60_000,
  });
  const { num_pending: pending } = await consumer.info(true);
  if (pending === 0) return undefined;
  const messages = await consumer.consume({ max_messages: readAheadMax, idle_heartbeat: 1_000 });
  return { messages, iterator: messages[Symbol.asyncIterator]() };
};

const nextOf = async ({ iterator }: Reading): Promise<JsMsg> => {
  const next = await unavailableUnlessDone(withTimeLimit(iterator.next(), idleTimeoutMs));
  if (next.done === true)
    throw new CodedError('dependency-unavailable', 'The stream was not read to its end');
  return next.value;
};

const jsonOf = (message: JsMsg): unknown => {
  try {
    return message.json();
  } catch {
    return undefined;
  }
};

const unavailableUnlessDone = async <Value>(promise: Promise<Value>): Promise<Value> => {
  try {
    return await promise;
  } catch (error) {
    throw new CodedError('dependency-unavailable', 'The stream cannot be read', { cause: error });
  }
};
