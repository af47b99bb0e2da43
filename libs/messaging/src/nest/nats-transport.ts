import type { EventStream, ServiceName } from '@mdm-gate/contracts';
import type { CustomTransportStrategy } from '@nestjs/microservices';
import { withTimeLimit, type Logger, type Loops } from '@mdm-gate/service-kit';
import type { NatsLink } from '../connection/nats-link.ts';
import { OwnWay } from '../connection/own-way.ts';
import { EventConsumer } from '../events/event-consumer.ts';
import type { Reaction } from '../events/event-delivery.ts';
import type { StreamKeeper } from '../events/stream-keeper.ts';
import { reactingMethods } from '../events/when.decorator.ts';
import { requestFigures } from '../metrics.ts';
import { NatsService } from '../nats-service/nats-service.ts';
import { ownSubjectOf, type ServiceDescription } from '../nats-service/service-protocol.ts';
import { answeringMethods } from '../requests/answers.decorator.ts';
import { RequestEndpoint } from '../requests/request-endpoint.ts';
import type { Requester } from '../requests/requester.ts';
import type { Seals } from '../requests/seals.ts';
import type { Controllers } from './marked-methods.ts';
import { serviceDescription } from './service-description.ts';

export interface TransportOptions {
  readonly service: ServiceName;
  readonly logger: Logger;
  readonly controllers: Controllers;
  /** How long requests and events under way may take to end when the service stops. */
  readonly stopTimeoutMs: number;
  readonly requester: Requester;
  readonly seals: Seals | undefined;
  readonly loops: Loops;
}

/**
 * Brings requests and events to the methods marked `@Answers` and `@When`. Starting does not wait for NATS: the link
 * calls back with each connection there will be.
 */
export class NatsTransport implements CustomTransportStrategy {
  #endpoints: readonly RequestEndpoint[] = [];
  #consumers: EventConsumer[] = [];
  #service: NatsService | undefined;
  #ownWay: OwnWay | undefined;
  #closed: Promise<void> | undefined;

  constructor(
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly options: TransportOptions,
  ) {}

  /** Why requests or events do not reach their handlers, for an operator. */
  get problem(): string | null {
    if (this.#ownWay === undefined) return 'requests are not taken yet';
    return (
      this.#ownWay.problem ??
      this.#consumers.map(({ problem }) => problem).find((problem) => problem !== null) ??
      null
    );
  }

  listen(callback: () => void): void {
    const { controllers, logger, seals } = this.options;
    this.#endpoints = answeringMethods(controllers).map(
      ({ mark: contract, handler }) => new RequestEndpoint(contract, handler, logger, seals),
    );
    const description = serviceDescription(this.options.service);
    const service = new NatsService(description, this.#endpoints, (error) => {
      logger.error({ err: error }, 'NATS does not let us answer requests');
    });
    this.#service = service;
    this.link.onConnected((connection) => {
      if (this.#closed !== undefined) return;
      service.attach(connection);
    });
    this.#ownWay = this.#ownWayOf(description);
    this.#consumers = [...byStreamAndType(reactingMethods(controllers))].map(([stream, byType]) =>
      this.#consumerOf(stream, byType),
    );
    for (const consumer of this.#consumers) consumer.start();
    requestFigures.add(this.#figures);
    callback();
  }

  /** Takes nothing new, and waits until everything under way is answered, as long as it may take. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  readonly #figures = () =>
    this.#endpoints.map(({ info, statistics, tracedCallers }) => ({
      subject: info.subject,
      ...statistics,
      tracesLeftOut: tracedCallers.leftOut,
    }));

  async #close(): Promise<void> {
    await this.#ownWay?.stop();
    const finished = Promise.all([
      this.#service?.drain(),
      ...this.#consumers.map((consumer) => consumer.stop()),
    ]).then(() => Promise.all(this.#endpoints.map((endpoint) => endpoint.idle())));
    await withTimeLimit(finished, this.options.stopTimeoutMs).catch(() => {
      this.options.logger.warn('requests or events under way did not end in time');
    });
    requestFigures.remove(this.#figures);
  }

  #ownWayOf(description: ServiceDescription): OwnWay {
    const { requester, loops } = this.options;
    const ownWay = new OwnWay(this.link, requester, ownSubjectOf(description), loops);
    ownWay.start();
    return ownWay;
  }

  #consumerOf(stream: EventStream, byType: ReadonlyMap<string, Reaction>): EventConsumer {
    const { service, logger } = this.options;
    return new EventConsumer(this.link, this.keeper, { stream, reactions: { service, byType } }, logger);
  }
}

const byStreamAndType = (
  reactions: readonly Reaction[],
): ReadonlyMap<EventStream, ReadonlyMap<string, Reaction>> => {
  const byStream = new Map<EventStream, Map<string, Reaction>>();
  for (const reaction of reactions) {
    const { type, stream } = reaction.contract;
    const byType = byStream.get(stream) ?? new Map<string, Reaction>();
    if (byType.has(type)) throw new Error(`There are two reactions to ${type}: a service has one`);
    byStream.set(stream, byType.set(type, reaction));
  }
  return byStream;
};
