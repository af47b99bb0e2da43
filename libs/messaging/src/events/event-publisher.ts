import {
  eventCatalogue,
  eventSubject,
  streams,
  type EventContract,
  type EventEnvelope,
} from '@mdm-gate/contracts';
import { jetstream, JetStreamApiError } from '@nats-io/jetstream';
import { InvalidArgumentError, type NatsConnection } from '@nats-io/transport-node';
import { CodedError, traced, traceparentToPassOn, type SpanAttributes } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { contextHeaders } from '../requests/context-headers.ts';
import type { StreamKeeper } from './stream-keeper.ts';
import { jetstreamTimeoutMs } from './streams-setup.ts';

/** An event of the catalogue, complete. */
export type PublishableEvent = EventEnvelope & { readonly type: string };

export interface PublishOptions {
  /** W3C trace context, passed on as it is. */
  readonly traceparent?: string | undefined;
}

const contracts: ReadonlyMap<string, EventContract> = new Map(
  eventCatalogue.map((contract): [string, EventContract] => [contract.type, contract]),
);

/** Publishes events to their streams. */
export class EventPublisher {
  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
  ) {}

  /**
   * Resolves when JetStream has stored the event; the same `id` within two minutes is stored once. Throws the retryable
   * `dependency-unavailable` when that did not happen within five seconds, and `body-too-large` when it never will.
   */
  async publish(event: PublishableEvent, options: PublishOptions = {}): Promise<void> {
    const contract = contracts.get(event.type);
    if (contract === undefined)
      throw new CodedError('internal-error', `There is no event "${event.type}" in the catalogue`);
    const connection = this.link.requireConnection();
    const span = { name: `publish ${contract.type}`, kind: 'producer', ...options } as const;
    const attributes = attributesOf(contract, event);
    try {
      await traced({ ...span, attributes }, () => store(connection, contract, event, options));
    } catch (error) {
      if (isTooLarge(error))
        throw new CodedError('body-too-large', 'The event is larger than its stream takes', { cause: error });
      // The next try must find the streams, whoever deleted them.
      this.keeper.look();
      throw new CodedError('dependency-unavailable', 'JetStream did not store the event', { cause: error });
    }
  }
}

const attributesOf = ({ stream }: EventContract, event: PublishableEvent): SpanAttributes => ({
  'messaging.system': 'nats',
  'messaging.operation.type': 'send',
  'messaging.destination.name': streams[stream].name,
  'messaging.message.id': event.id,
  'mdm_gate.organization_id': event.organizationId,
});

const store = async (
  connection: NatsConnection,
  contract: EventContract,
  event: PublishableEvent,
  { traceparent }: PublishOptions,
): Promise<void> => {
  const subject = eventSubject(contract.stream, event.organizationId, event.type);
  await jetstream(connection).publish(subject, JSON.stringify(event), {
    msgID: event.id,
    headers: contextHeaders({
      correlationId: event.correlationId,
      traceparent: traceparentToPassOn(traceparent),
    }),
    timeout: jetstreamTimeoutMs,
    expect: { streamName: streams[contract.stream].name },
  });
};

const messageExceedsMaximum = 10_054;

const isTooLarge = (error: unknown): boolean =>
  error instanceof InvalidArgumentError ||
  (error instanceof JetStreamApiError && error.code === messageExceedsMaximum);
