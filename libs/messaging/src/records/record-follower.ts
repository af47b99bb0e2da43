import { streams, type ServiceName } from '@mdm-gate/contracts';
import { AckPolicy, DeliverPolicy, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { readJsonText, type Logger, type Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { backoffMs } from '../connection/backoff.ts';
import type { NatsLink } from '../connection/nats-link.ts';
import { QuietLog } from '../connection/quiet-log.ts';
import type { StreamKeeper } from '../events/stream-keeper.ts';
import { managerOf } from '../events/streams-setup.ts';
import * as metrics from '../metrics.ts';

/** `record`: what stands there as JSON, not yet checked; undefined when it is not JSON. */
export interface FollowedRecord {
  readonly subject: string;
  readonly sequence: number;
  readonly record: unknown;
}

/** So many are fetched at once, and then handled one after the other: records are rare. */
const fetchedAtOnce = 64;
const fetchExpiresMs = 10_000;
/** Also how soon another replica takes over what a replica that died had fetched. */
const ackWaitMs = 30_000;
const backoff = { baseMs: 250, capMs: 5_000 };
/** Fetching waits for ten seconds, and each of the records for Redis. */
const roundTimeoutMs = 180_000;

export interface RecordFollowerOptions {
  readonly service: ServiceName;
  readonly loops: Loops;
  readonly logger: Logger;
}

/**
 * Brings each record to one replica of the service, again until it is handled: who stored it may have died before it could
 * do what follows. Works like the events' consumers, without types and contracts, which records do not have.
 */
export class RecordFollower {
  readonly #quietLog: QuietLog;
  #messages: ConsumerMessages | undefined;
  #loop: SupervisedLoop | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly options: RecordFollowerOptions,
  ) {
    this.#quietLog = new QuietLog(options.logger);
  }

  /** A record counts as handled when the promise resolves; when it rejects, the record comes again after a while. */
  start(handle: (followed: FollowedRecord) => Promise<void>): void {
    this.#loop ??= this.options.loops.add({
      name: 'follow-records',
      intervalMs: 0,
      retryMaxMs: 2_000,
      roundTimeoutMs,
      round: (signal) => this.#round(handle, signal),
    });
    this.#loop.start();
  }

  /** Takes no more records, and resolves when the one under way is settled. */
  async stop(): Promise<void> {
    await this.#messages?.close();
    await this.#loop?.stop();
  }

  async #round(handle: (followed: FollowedRecord) => Promise<void>, signal: AbortSignal): Promise<undefined> {
    try {
      const messages = await this.#fetch();
      this.#messages = messages;
      const close = () => void messages.close();
      if (signal.aborted) close();
      signal.addEventListener('abort', close, { once: true });
      for await (const message of messages) await this.#deliver(message, handle);
    } catch (error) {
      this.keeper.look();
      throw error;
    }
  }

  /** Making a durable consumer that is there changes nothing, so that a deleted one needs no case of its own. */
  async #fetch(): Promise<ConsumerMessages> {
    const { name } = streams.bindings;
    const manager = await managerOf(this.link.requireConnection());
    await manager.consumers.add(name, {
      durable_name: this.options.service,
      ack_policy: AckPolicy.Explicit,
      ack_wait: nanos(ackWaitMs),
      deliver_policy: DeliverPolicy.All,
      max_deliver: -1,
    });
    const consumer = await manager.jetstream().consumers.get(name, this.options.service);
    return consumer.fetch({ max_messages: fetchedAtOnce, expires: fetchExpiresMs });
  }

  async #deliver(message: JsMsg, handle: (followed: FollowedRecord) => Promise<void>): Promise<void> {
    let outcome: 'handled' | 'retried' = 'handled';
    try {
      await handle({ subject: message.subject, sequence: message.seq, record: jsonOf(message) });
      message.ack();
    } catch (error) {
      outcome = 'retried';
      this.#quietLog.warn({ err: error, subject: message.subject }, 'handling a record failed');
      message.nak(backoffMs(message.info.deliveryCount, backoff));
    }
    metrics.events.inc({ stream: message.info.stream, type: 'record', outcome });
  }
}

const jsonOf = (message: JsMsg): unknown => {
  const reading = readJsonText(message.data);
  return reading.ok ? reading.value : undefined;
};
