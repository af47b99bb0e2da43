import { streams, type EventStream } from '@mdm-gate/contracts';
import type { ConsumerMessages, ConsumerNotification } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Logger } from '@mdm-gate/service-kit';
import { backoffMs, pause } from '../connection/backoff.ts';
import type { NatsLink } from '../connection/nats-link.ts';
import { QuietLog } from '../connection/quiet-log.ts';
import { expectEvents } from '../metrics.ts';
import { ensureConsumer } from './durable-consumer.ts';
import { EventDelivery, type Reactions } from './event-delivery.ts';
import type { StreamKeeper } from './stream-keeper.ts';

/**
 * Handled at once per replica. Events are snapshots that replace older ones, so their order does not matter; the bound
 * keeps a flood from taking more memory and more connections than a service has.
 */
const handledAtOnceMax = 16;
/** Two missed heartbeats mean that the consumer or its server is gone. */
const heartbeatMs = 1_000;
const pullExpiresMs = 10_000;
const backoff = { baseMs: 100, capMs: 5_000 };

export interface EventConsumerOptions {
  readonly stream: EventStream;
  readonly reactions: Reactions;
}

/**
 * Brings a stream's events to the service's handlers. Whatever happens to connection, stream or consumer, the answer is
 * the same: start over, make what is missing, go on where the durable consumer stood.
 */
export class EventConsumer {
  readonly #delivery: EventDelivery;
  readonly #quietLog: QuietLog;
  readonly #stopping = new AbortController();
  readonly #inFlight = new Set<Promise<void>>();
  #messages: ConsumerMessages | undefined;
  #loop: Promise<void> | undefined;
  #problem: string | null = 'not started';

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly options: EventConsumerOptions,
    logger: Logger,
  ) {
    this.#delivery = new EventDelivery(link, keeper, options.reactions, logger);
    this.#quietLog = new QuietLog(logger);
    expectEvents(this.#streamName, options.reactions.byType.keys());
  }

  /** Why no events come, for an operator; null while they do. */
  get problem(): string | null {
    return this.#problem === null ? null : `events of ${this.#streamName}: ${this.#problem}`;
  }

  start(): void {
    this.#loop ??= this.#run();
  }

  /** Takes no more events, and resolves when those under way are settled. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#messages?.close();
    await this.#loop;
    await Promise.all(this.#inFlight);
  }

  get #streamName(): string {
    return streams[this.options.stream].name;
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#stopping.signal.aborted) {
      const connection = this.link.connection;
      try {
        if (connection !== undefined) await this.#consume(connection);
        failures = this.#problem === null ? 0 : failures;
        this.#problem = this.link.problem ?? 'interrupted';
      } catch (error) {
        this.#problem = error instanceof Error ? error.message : 'failed';
        this.#quietLog.warn(
          { stream: this.#streamName, problem: this.#problem },
          'no events come, trying again',
        );
      }
      failures += 1;
      await pause(backoffMs(failures, backoff), this.#stopping.signal);
    }
    this.#problem = 'stopped';
  }

  async #consume(connection: NatsConnection): Promise<void> {
    await this.keeper.ensure(connection);
    const { service, byType } = this.options.reactions;
    const consumer = await ensureConsumer(connection, {
      service,
      stream: this.options.stream,
      types: [...byType.keys()],
    });
    const messages = await consumer.consume({
      max_messages: handledAtOnceMax,
      expires: pullExpiresMs,
      idle_heartbeat: heartbeatMs,
      abort_on_missing_resource: true,
    });
    this.#messages = messages;
    // Asked to stop while this was on its way, when there was nothing to close yet.
    if (this.#stopping.signal.aborted) void messages.close();
    this.#problem = null;
    void closeWhenBroken(messages);
    await this.#handleAll(messages);
  }

  async #handleAll(messages: ConsumerMessages): Promise<void> {
    for await (const message of messages) {
      if (this.#stopping.signal.aborted) {
        // Another replica may have it at once.
        message.nak();
        continue;
      }
      while (this.#inFlight.size >= handledAtOnceMax) await Promise.race(this.#inFlight);
      const handling = this.#delivery.handle(message).finally(() => this.#inFlight.delete(handling));
      this.#inFlight.add(handling);
    }
  }
}

const broken: ReadonlySet<ConsumerNotification['type']> = new Set([
  'consumer_deleted',
  'consumer_not_found',
  'heartbeats_missed',
  'no_responders',
  'stream_not_found',
]);

/** The client would wait up to half a minute before it looks again; starting over takes a tenth of a second. */
const closeWhenBroken = async (messages: ConsumerMessages): Promise<void> => {
  for await (const { type } of messages.status()) if (broken.has(type)) void messages.close();
};
