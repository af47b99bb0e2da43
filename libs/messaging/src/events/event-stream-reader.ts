import { streams, type EventStream, type ServiceName } from '@mdm-gate/contracts';
import {
  DeliverPolicy,
  type Consumer,
  type ConsumerConfig,
  type ConsumerMessages,
  type JsMsg,
  type StoredMsg,
} from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { CodedError, readJsonText } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { findStream } from './stream-info.ts';
import type { StreamMark } from './stream-mark.ts';
import { StreamMessages } from './stream-messages.ts';
import type { StreamState } from './stream-state.ts';
import { managerOf } from './streams-setup.ts';

/** The streams whose newest messages are a snapshot. */
export type SnapshotStream = EventStream | 'bindings';

export interface ReadEvent {
  readonly subject: string;
  readonly sequence: number;
  /** When the stream stored it, in milliseconds since 1970. */
  readonly storedAtMs: number;
  /** What stands there as JSON, not yet checked against a contract; undefined when it is not JSON. */
  readonly event: unknown;
}

/** Bounds the memory: this many events wait for the caller at most. */
const readAheadMax = 500;
const idleTimeoutMs = 10_000;
/** When the server itself ends the consumer of a reader that died. */
const inactiveThresholdMs = 60_000;

/** Reads event streams from beginning to end, beside the consumers that follow them. */
export class EventStreamReader {
  constructor(private readonly link: NatsLink) {}

  async state(stream: keyof typeof streams): Promise<StreamState> {
    const manager = await managerOf(this.link.requireConnection());
    const found = await unavailableUnlessDone(findStream(manager, streams[stream].name));
    if (found === undefined) throw unavailable('it is not there');
    const { state, created } = found;
    return {
      firstSequence: state.first_seq,
      lastSequence: state.last_seq,
      lastStoredAtMs: Date.parse(state.last_ts),
      messages: state.messages,
      subjects: state.num_subjects ?? 0,
      created: new Date(created),
    };
  }

  /**
   * Up to which message of the stream the service has handled all that it follows there, whichever of its replicas did;
   * infinity when nothing waits. What is under way, or was left behind by a replica that died, is not handled yet.
   */
  async handledUpTo(service: ServiceName, stream: EventStream): Promise<number> {
    const manager = await managerOf(this.link.requireConnection());
    const info = await unavailableUnlessDone(manager.consumers.info(streams[stream].name, service));
    const isIdle = info.num_pending === 0 && info.num_ack_pending === 0;
    return isIdle ? Number.POSITIVE_INFINITY : info.ack_floor.stream_seq;
  }

  /**
   * The newest event of each organization and type (or record of each organization and key), oldest first; all that were there at the start, perhaps more. Ends
   * by itself. Throws `dependency-unavailable` when the stream cannot be read to its end.
   */
  lastPerSubject(
    stream: SnapshotStream,
    { organizationId = '*' }: { readonly organizationId?: string } = {},
  ): AsyncGenerator<ReadEvent, void, undefined> {
    return this.#readFrom(stream, organizationId, { deliver_policy: DeliverPolicy.LastPerSubject });
  }

  /** As `lastPerSubject`, but every event from that sequence on that the stream still keeps. */
  since(stream: SnapshotStream, sequence: number): AsyncGenerator<ReadEvent, void, undefined> {
    const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: Math.max(1, sequence) };
    return this.#readFrom(stream, '*', start);
  }

  /** Whether that message is still there: another one may have its sequence in a stream that was restored. */
  async isThere(stream: SnapshotStream, message: Omit<ReadEvent, 'event'>): Promise<boolean> {
    const found = await this.#message(stream, message.sequence);
    return found?.subject === message.subject && found.time.getTime() === message.storedAtMs;
  }

  /** Whether the stream still is the one that was read up to the mark, and has lost nothing that anybody could see. */
  async goesOn(stream: SnapshotStream, mark: StreamMark): Promise<boolean> {
    const { created, subjects, lastSequence } = await this.state(stream);
    if (created.getTime() !== mark.createdMs || subjects < mark.subjects) return false;
    return mark.last === null ? lastSequence === 0 : this.isThere(stream, mark.last);
  }

  /** When the message at that sequence was stored, in milliseconds since 1970; null when none is there (any more). */
  async storedAtMs(stream: SnapshotStream, sequence: number): Promise<number | null> {
    return (await this.#message(stream, sequence))?.time.getTime() ?? null;
  }

  #message(stream: SnapshotStream, seq: number): Promise<StoredMsg | null> {
    return unavailableUnlessDone(new StreamMessages(this.link, streams[stream].name).get({ seq }));
  }

  /** As `lastPerSubject`, but every event of the organization that the stream still keeps. */
  history(stream: SnapshotStream, organizationId: string): AsyncGenerator<ReadEvent, void, undefined> {
    return this.#readFrom(stream, organizationId, { deliver_policy: DeliverPolicy.All });
  }

  async *#readFrom(
    stream: SnapshotStream,
    organizationId: string,
    start: Start,
  ): AsyncGenerator<ReadEvent, void, undefined> {
    const filter = `${streams[stream].subjectPrefix}.${organizationId}.*`;
    const consumer = await unavailableUnlessDone(
      makeConsumer(this.link.requireConnection(), streams[stream].name, { filter, start }),
    );
    const messages = await consumer.consume({
      max_messages: readAheadMax,
      threshold_messages: readAheadMax / 2,
    });
    const watchdog = new Watchdog(messages);
    try {
      if ((await consumer.info(true)).num_pending === 0) return;
      // Asked after the reading has begun: what came in between stands in it, at the end.
      const { lastSequence } = await this.state(stream);
      for await (const message of messages) {
        watchdog.rest();
        const { subject, seq: sequence } = message;
        yield { subject, sequence, storedAtMs: message.time.getTime(), event: jsonOf(message) };
        if (message.info.pending === 0 || message.seq >= lastSequence) return;
        watchdog.watch();
      }
    } catch (error) {
      throw unavailable(error);
    } finally {
      watchdog.end();
      void messages.close();
      // Left alone, it would make the server count what it has not read until the threshold ends it.
      void consumer.delete().catch(() => undefined);
    }
    throw unavailable('nothing came any more');
  }
}

type Start = Pick<ConsumerConfig, 'deliver_policy'> & Partial<Pick<ConsumerConfig, 'opt_start_seq'>>;

/** Ends a reading for which nothing comes any more, so that it fails instead of waiting without end. */
class Watchdog {
  #watching = true;
  readonly #timer: NodeJS.Timeout;

  constructor(messages: ConsumerMessages) {
    this.#timer = setTimeout(() => {
      if (this.#watching) void messages.close();
    }, idleTimeoutMs);
  }

  watch(): void {
    this.#watching = true;
    this.#timer.refresh();
  }

  rest(): void {
    this.#watching = false;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

const makeConsumer = async (
  connection: NatsConnection,
  name: string,
  { filter, start }: { readonly filter: string; readonly start: Start },
): Promise<Consumer> => {
  const manager = await managerOf(connection);
  return manager.jetstream().consumers.get(name, {
    filter_subjects: filter,
    ...start,
    inactive_threshold: inactiveThresholdMs,
  });
};

const jsonOf = (message: JsMsg): unknown => {
  const reading = readJsonText(message.data);
  return reading.ok ? reading.value : undefined;
};

const unavailable = (cause: unknown): CodedError =>
  new CodedError('dependency-unavailable', 'The stream cannot be read to its end', { cause });

const unavailableUnlessDone = async <Value>(promise: Promise<Value>): Promise<Value> => {
  try {
    return await promise;
  } catch (error) {
    throw unavailable(error);
  }
};
