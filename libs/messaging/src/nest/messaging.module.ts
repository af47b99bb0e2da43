import { inboxOfService, type ServiceName } from '@mdm-gate/contracts';
import { Module, type DynamicModule, type FactoryProvider } from '@nestjs/common';
import { DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import { Loops, type Logger } from '@mdm-gate/service-kit';
import type { NatsIdentity } from '../connection/nats-identity.ts';
import { NatsLink } from '../connection/nats-link.ts';
import { EventPublisher } from '../events/event-publisher.ts';
import { EventStreamReader } from '../events/event-stream-reader.ts';
import { ForeignStreams } from '../events/foreign-streams.ts';
import { StreamKeeper } from '../events/stream-keeper.ts';
import { RecordStream } from '../records/record-stream.ts';
import { countConnectionEvent } from '../metrics.ts';
import { Requester } from '../requests/requester.ts';
import type { Seals } from '../requests/seals.ts';
import type { Controllers } from './marked-methods.ts';
import { NatsReadiness } from './nats-readiness.ts';
import { NatsTransport } from './nats-transport.ts';

export interface MessagingOptions {
  readonly service: ServiceName;
  /** `nats://user:password@host:4222`, several separated by commas. */
  readonly url: string;
  readonly identity?: NatsIdentity | undefined;
  /** How secrets cross NATS; without it, none do. */
  readonly seals?: Seals | undefined;
  readonly logger: Logger;
  /** How many servers keep each stream at least; 1 unless set, 3 in production. */
  readonly streamReplicas?: number;
  /** How long requests and events under way may take to end when the service stops; 8 s unless set. */
  readonly stopTimeoutMs?: number;
}

const controllersToken = Symbol('controllers');
const proofToken = Symbol('proof');

interface ProofTools {
  readonly requester: Requester;
  readonly loops: Loops;
}

/** Everything a service needs to speak NATS, for all of its modules. */
@Module({})
export class MessagingModule {
  static forService(options: MessagingOptions): DynamicModule {
    const providers = providersFor(options);
    const imports = [DiscoveryModule];
    return { module: MessagingModule, global: true, imports, providers, exports: providers };
  }
}

const linkOf = ({ service, url, identity, logger }: MessagingOptions): NatsLink =>
  new NatsLink({
    name: service,
    inboxPrefix: inboxOfService(service),
    url,
    identity,
    logger,
    observe: countConnectionEvent,
  });

const providersFor = (options: MessagingOptions): FactoryProvider[] => {
  const { logger, streamReplicas = 1 } = options;
  return [
    { provide: NatsLink, useFactory: () => linkOf(options) },
    {
      provide: StreamKeeper,
      useFactory: (link: NatsLink) =>
        new StreamKeeper(link, { service: options.service, replicas: streamReplicas }),
      inject: [NatsLink],
    },
    {
      provide: Requester,
      useFactory: (link: NatsLink) => new Requester(link, options.seals),
      inject: [NatsLink],
    },
    {
      provide: EventPublisher,
      useFactory: (link: NatsLink, keeper: StreamKeeper) => new EventPublisher(link, keeper),
      inject: [NatsLink, StreamKeeper],
    },
    {
      provide: EventStreamReader,
      useFactory: (link: NatsLink) => new EventStreamReader(link),
      inject: [NatsLink],
    },
    {
      provide: RecordStream,
      useFactory: (link: NatsLink, keeper: StreamKeeper) => new RecordStream(link, keeper),
      inject: [NatsLink, StreamKeeper],
    },
    transportOf(options),
    proofTools(logger),
    controllers,
    {
      provide: ForeignStreams,
      useFactory: (link: NatsLink) => new ForeignStreams(link, logger),
      inject: [NatsLink],
    },
    {
      provide: NatsReadiness,
      useFactory: (link: NatsLink, keeper: StreamKeeper, transport: NatsTransport, foreign: ForeignStreams) =>
        new NatsReadiness(link, keeper, transport, foreign),
      inject: [NatsLink, StreamKeeper, NatsTransport, ForeignStreams],
    },
  ];
};

const controllers: FactoryProvider = {
  provide: controllersToken,
  useFactory: (discovery: DiscoveryService, scanner: MetadataScanner): Controllers => ({
    discovery,
    scanner,
  }),
  inject: [DiscoveryService, MetadataScanner],
};

/** Where a service has no loops of its own, as in tests, nobody asks for these. */
const proofTools = (logger: Logger): FactoryProvider => ({
  provide: proofToken,
  useFactory: (requester: Requester, loops: Loops | undefined): ProofTools => ({
    requester,
    loops: loops ?? new Loops(logger),
  }),
  inject: [Requester, { token: Loops, optional: true }],
});

const transportOf = ({
  service,
  logger,
  seals,
  stopTimeoutMs = 8_000,
}: MessagingOptions): FactoryProvider => ({
  provide: NatsTransport,
  useFactory: (link: NatsLink, keeper: StreamKeeper, found: Controllers, proof: ProofTools) =>
    new NatsTransport(link, keeper, { service, logger, seals, controllers: found, stopTimeoutMs, ...proof }),
  inject: [NatsLink, StreamKeeper, controllersToken, proofToken],
});
