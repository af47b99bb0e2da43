import { bindingSubject, streams } from '@mdm-gate/contracts';
import { JetStreamApiError, jetstream } from '@nats-io/jetstream';
import { CodedError } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import type { StreamKeeper } from '../events/stream-keeper.ts';
import { StreamMessages } from '../events/stream-messages.ts';
import { jetstreamTimeoutMs } from '../events/streams-setup.ts';
import { contextHeaders } from '../requests/context-headers.ts';

export interface RecordKey {
  readonly organizationId: string;
  /** One subject token: letters, digits, `-` and `_`. */
  readonly key: string;
}

export interface StoredRecord {
  readonly sequence: number;
  /** What stands there as JSON, not yet checked. */
  readonly record: unknown;
}

export interface PutOptions {
  /** The sequence of the record that is replaced, 0 for none. Left out: whatever is there. */
  readonly replaces?: number;
  /** W3C trace context, passed on as it is. */
  readonly traceparent?: string | undefined;
}

const wrongLastSequence = 10_071;

/** The stream that keeps the newest record per key. All methods throw `dependency-unavailable` when JetStream does not answer. */
export class RecordStream {
  readonly #messages: StreamMessages;

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
  ) {
    this.#messages = new StreamMessages(link, streams.bindings.name);
  }

  async get({ organizationId, key }: RecordKey): Promise<StoredRecord | null> {
    return this.#unavailableUnlessDone(async () => {
      const found = await this.#messages.get({ last_by_subj: bindingSubject(organizationId, key) });
      return found && { sequence: found.seq, record: found.json<unknown>() };
    });
  }

  /**
   * Resolves with its sequence when JetStream has stored the record; null when it would replace another one than it says,
   * because somebody else was first.
   */
  async put(
    { organizationId, key }: RecordKey,
    record: object,
    options: PutOptions = {},
  ): Promise<number | null> {
    return this.#unavailableUnlessDone(async () => {
      try {
        const { replaces, traceparent } = options;
        const stored = await jetstream(this.link.requireConnection()).publish(
          bindingSubject(organizationId, key),
          JSON.stringify(record),
          {
            timeout: jetstreamTimeoutMs,
            headers: contextHeaders({ traceparent }),
            expect: {
              streamName: streams.bindings.name,
              ...(replaces !== undefined && { lastSubjectSequence: replaces }),
            },
          },
        );
        return stored.seq;
      } catch (error) {
        if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return null;
        throw error;
      }
    });
  }

  async #unavailableUnlessDone<Value>(work: () => Promise<Value>): Promise<Value> {
    try {
      return await work();
    } catch (error) {
      this.keeper.look();
      throw new CodedError('dependency-unavailable', 'JetStream does not keep the record', { cause: error });
    }
  }
}
