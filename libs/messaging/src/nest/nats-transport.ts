import type { EventStream, ServiceName } from '@mdm-gate/contracts';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { withTimeLimit, type Logger } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { EventConsumer } from '../events/event-consumer.ts';
import type { Reaction } from '../events/event-delivery.ts';
import type { StreamKeeper } from '../events/stream-keeper.ts';
import type { WhenExtras } from '../events/when.decorator.ts';
import { requestFigures } from '../metrics.ts';
import { NatsService } from '../nats-service/nats-service.ts';
import type { AnswersExtras } from '../requests/answers.decorator.ts';
import { RequestEndpoint } from '../requests/request-endpoint.ts';
import { serviceDescription } from './service-description.ts';
import { natsTransport } from './transport-id.ts';

export interface TransportOptions {
  readonly service: ServiceName;
  readonly logger: Logger;
  /** How long requests and events under way may take to end when the service stops. */
  readonly stopTimeoutMs: number;
}

/**
 * Brings requests and events to the methods marked `@Answers` and `@When`. Starting does not wait for NATS: the link
 * calls back with each connection there will be.
 */
export class NatsTransport extends Server implements CustomTransportStrategy {
  override readonly transportId = natsTransport;
  override readonly propagatesEventHandlerErrors = true;
  readonly #endpoints: RequestEndpoint[] = [];
  readonly #reactions = new Map<EventStream, Map<string, Reaction>>();
  #consumers: EventConsumer[] = [];
  #service: NatsService | undefined;
  #denied: string | null = null;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly options: TransportOptions,
  ) {
    super();
  }

  /** Why requests or events do not reach their handlers, for an operator. */
  get problem(): string | null {
    return (
      this.#denied ??
      this.#consumers.map(({ problem }) => problem).find((problem) => problem !== null) ??
      null
    );
  }

  override addHandler(
    pattern: string,
    handler: MessageHandler,
    isEventHandler?: boolean,
    extras?: Partial<AnswersExtras & WhenExtras>,
  ): void {
    super.addHandler(pattern, handler, isEventHandler, extras);
    if (extras?.answers !== undefined)
      this.#endpoints.push(new RequestEndpoint(extras.answers, handler, this.options.logger));
    const contract = extras?.when?.find(({ type }) => type === pattern);
    if (contract !== undefined) this.#addReaction({ contract, handler });
  }

  listen(callback: () => void): void {
    const service = new NatsService(serviceDescription(this.options.service), this.#endpoints, (error) => {
      this.#denied = `requests: ${error.message}`;
      this.options.logger.error({ err: error }, 'NATS does not let us answer requests');
    });
    this.#service = service;
    this.link.onConnected((connection) => {
      if (this.#closed !== undefined) return;
      this.#denied = null;
      service.attach(connection);
    });
    this.#consumers = [...this.#reactions].map(([stream, byType]) => this.#consumerOf(stream, byType));
    for (const consumer of this.#consumers) consumer.start();
    requestFigures.add(this.#figures);
    callback();
  }

  /** Takes nothing new, and waits until everything under way is answered, as long as it may take. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  on(): never {
    throw new Error('Not offered: the readiness check tells what happens to the connection');
  }

  unwrap(): never {
    throw new Error('Not offered: inject NatsLink');
  }

  readonly #figures = () =>
    this.#endpoints.map(({ info, statistics }) => ({ subject: info.subject, ...statistics }));

  async #close(): Promise<void> {
    const finished = Promise.all([
      this.#service?.drain(),
      ...this.#consumers.map((consumer) => consumer.stop()),
    ]).then(() => Promise.all(this.#endpoints.map((endpoint) => endpoint.idle())));
    await withTimeLimit(finished, this.options.stopTimeoutMs).catch(() => {
      this.options.logger.warn('requests or events under way did not end in time');
    });
    requestFigures.remove(this.#figures);
  }

  #addReaction(reaction: Reaction): void {
    const { type, stream } = reaction.contract;
    const byType = this.#reactions.get(stream) ?? new Map<string, Reaction>();
    if (byType.has(type)) throw new Error(`There are two reactions to ${type}: a service has one`);
    this.#reactions.set(stream, byType.set(type, reaction));
  }

  #consumerOf(stream: EventStream, byType: ReadonlyMap<string, Reaction>): EventConsumer {
    const { service, logger } = this.options;
    return new EventConsumer(this.link, this.keeper, { stream, reactions: { service, byType } }, logger);
  }
}
