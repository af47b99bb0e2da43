import { isInbox } from '@mdm-gate/contracts';
import type { Msg, NatsConnection, Subscription } from '@nats-io/transport-node';
import {
  infoResponse,
  pingResponse,
  statsResponse,
  subjectsOf,
  verbs,
  type EndpointInfo,
  type EndpointStatistics,
  type ServiceDescription,
  type Verb,
} from './service-protocol.ts';

/** Something that answers on one subject. `receive` must never throw: that would end the client's reading. */
export interface ServiceEndpoint {
  readonly info: EndpointInfo;
  readonly statistics: EndpointStatistics;
  receive(request: Msg): void;
}

/** What NATS does not let us hear is asked for again: a permission may come while the connection lives. */
const deniedRetryMs = 10_000;

/** Endpoints offered as a NATS service: queue groups share the requests among replicas, `$SRV` tells who is there. */
export class NatsService {
  #subscriptions: Subscription[] = [];
  #connection: NatsConnection | undefined;

  constructor(
    private readonly description: ServiceDescription,
    private readonly endpoints: readonly ServiceEndpoint[],
    private readonly report: (error: Error) => void,
  ) {}

  /** Offers everything on a new connection. */
  attach(connection: NatsConnection): void {
    this.#connection = connection;
    this.#subscriptions = [
      ...this.endpoints.map((endpoint) => this.#subscribe(connection, endpoint)),
      ...verbs.flatMap((verb) =>
        subjectsOf(verb, this.description).map((subject) => this.#answerDiscovery(connection, verb, subject)),
      ),
    ];
  }

  /** Takes no new requests, and waits until those that have reached us are handed to their handlers. */
  async drain(): Promise<void> {
    const subscriptions = this.#subscriptions;
    this.#subscriptions = [];
    await Promise.allSettled(subscriptions.map((subscription) => subscription.drain()));
  }

  #subscribe(connection: NatsConnection, endpoint: ServiceEndpoint): Subscription {
    const subscription = connection.subscribe(endpoint.info.subject, {
      queue: endpoint.info.queue_group,
      callback: (error, request) => {
        if (error === null) endpoint.receive(request);
        else this.#onDenied(error, subscription, () => this.#subscribe(connection, endpoint));
      },
    });
    return subscription;
  }

  #answerDiscovery(connection: NatsConnection, verb: Verb, subject: string): Subscription {
    const subscription = connection.subscribe(subject, {
      callback: (error, request) => {
        if (error !== null)
          this.#onDenied(error, subscription, () => this.#answerDiscovery(connection, verb, subject));
        else if (!connection.isClosed() && isInbox(request.reply ?? ''))
          request.respond(JSON.stringify(this.#response(verb)));
      },
    });
    return subscription;
  }

  #onDenied(error: Error, denied: Subscription, subscribe: () => Subscription): void {
    this.report(error);
    const retry = (): void => {
      const place = this.#subscriptions.indexOf(denied);
      // Gone with its connection, or drained.
      if (place === -1 || this.#connection?.isClosed() !== false) return;
      this.#subscriptions[place] = subscribe();
    };
    setTimeout(retry, deniedRetryMs).unref();
  }

  #response(verb: Verb): object {
    switch (verb) {
      case 'PING':
        return pingResponse(this.description);
      case 'INFO':
        return infoResponse(
          this.description,
          this.endpoints.map(({ info }) => info),
        );
      case 'STATS':
        return statsResponse(
          this.description,
          this.endpoints.map(({ info, statistics }) => ({ ...info, statistics })),
        );
    }
  }
}
