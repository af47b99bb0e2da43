import { Module, type DynamicModule } from '@nestjs/common';
import { ActiveSetMac, Digester, Fingerprinter } from '@mdm-gate/encryption';
import {
  EventPublisher,
  EventStreamReader,
  MessagingModule,
  NatsLink,
  NatsReadiness,
  RecordFollower,
  RecordStream,
  StreamKeeper,
} from '@mdm-gate/messaging';
import { Clock, Loops, LoopsModule, SystemClock, type Logger } from '@mdm-gate/service-kit';
import { Registry } from '@prometheus-io/client';
import { ActiveSetMetrics } from './active-set/active-set-metrics.ts';
import { ActiveSetStore } from './active-set/active-set-store.ts';
import { GenuineSets } from './active-set/genuine-sets.ts';
import { Rebuild } from './active-set/rebuild.ts';
import { RedisActiveSet } from './active-set/redis-active-set.ts';
import { RedisConnection } from './active-set/redis-connection.ts';
import { RefillWhenEmpty } from './active-set/refill-when-empty.ts';
import { SeenSets } from './active-set/seen-sets.ts';
import { StoreReadiness } from './active-set/store-readiness.ts';
import { ApplyActiveSetController } from './apply-active-set/apply-active-set.controller.ts';
import { CheckAnswers } from './check-device/check-answers.ts';
import { CheckBatchController } from './check-device/check-batch.controller.ts';
import { CheckDevice } from './check-device/check-device.ts';
import { CheckCounts } from './check-counts/check-counts.ts';
import { CheckDeviceController } from './check-device/check-device.controller.ts';
import { CheckMetrics } from './check-device/check-metrics.ts';
import type { Config } from './config.ts';
import { DeviceBindings } from './device-bindings/device-bindings.ts';
import { FollowBindings } from './device-bindings/follow-bindings.ts';
import { KeepBindings, type KeptBindings } from './device-bindings/keep-bindings.ts';
import { FindBindingController } from './find-binding/find-binding.controller.ts';
import { ReleaseDeviceController } from './release-device/release-device.controller.ts';
import { DeviceMemory } from './observations/device-memory.ts';
import { HearObservations } from './observations/hear-observations.ts';
import { ObservationMetrics } from './observations/observation-metrics.ts';
import { Observations } from './observations/observations.ts';
import { TellActiveSetsController } from './tell-active-sets/tell-active-sets.controller.ts';
import { UnreadableActiveSet } from './when-active-set-changed/unreadable-active-set.ts';
import { WhenActiveSetChanged } from './when-active-set-changed/when-active-set-changed.controller.ts';

@Module({})
export class VerifierModule {
  static for(config: Config, logger: Logger): DynamicModule {
    return {
      module: VerifierModule,
      imports: [
        LoopsModule.with(logger),
        MessagingModule.forService({
          service: 'verifier',
          url: config.natsUrl,
          identity: config.natsIdentity,
          streamReplicas: config.streamReplicas,
          logger,
        }),
      ],
      controllers: [
        CheckDeviceController,
        CheckBatchController,
        ApplyActiveSetController,
        TellActiveSetsController,
        ReleaseDeviceController,
        FindBindingController,
        WhenActiveSetChanged,
      ],
      providers: [
        { provide: Registry, useFactory: () => new Registry() },
        CheckAnswers,
        ...deciding(config, logger),
        ...observing(config),
        ...holdingActiveSets(config, logger),
      ],
    };
  }
}

const keptBindings = Symbol('kept bindings');

const deciding = (config: Config, logger: Logger) => [
  { provide: Clock, useClass: SystemClock },
  {
    provide: CheckMetrics,
    useFactory: (registry: Registry) => new CheckMetrics(registry),
    inject: [Registry],
  },
  { provide: Digester, useFactory: () => new Digester(config.digestKeys) },
  {
    provide: CheckDevice,
    useFactory: (store: ActiveSetStore, bindings: DeviceBindings, digester: Digester, clock: Clock) =>
      new CheckDevice({ store, bindings, digester, clock }),
    inject: [ActiveSetStore, DeviceBindings, Digester, Clock],
  },
  {
    provide: DeviceBindings,
    useFactory: (records: RecordStream, store: ActiveSetStore, clock: Clock) =>
      new DeviceBindings(records, store, clock),
    inject: [RecordStream, ActiveSetStore, Clock],
  },
  {
    provide: FollowBindings,
    useFactory: (link: NatsLink, keeper: StreamKeeper, store: ActiveSetStore, loops: Loops) => {
      const follower = new RecordFollower(link, keeper, { service: 'verifier', loops, logger });
      return new FollowBindings(follower, store, logger);
    },
    inject: [NatsLink, StreamKeeper, ActiveSetStore, Loops],
  },
  {
    provide: keptBindings,
    useFactory: (link: NatsLink, keeper: StreamKeeper, reader: EventStreamReader, records: RecordStream) => ({
      link,
      keeper,
      reader,
      records,
    }),
    inject: [NatsLink, StreamKeeper, EventStreamReader, RecordStream],
  },
  {
    provide: KeepBindings,
    useFactory: (from: Omit<KeptBindings, 'redis'>, redis: RedisConnection, loops: Loops) =>
      new KeepBindings({ ...from, redis }, loops),
    inject: [keptBindings, RedisConnection, Loops],
  },
];

const observing = (config: Config) => [
  {
    provide: Observations,
    useFactory: (publisher: EventPublisher, clock: Clock, registry: Registry) =>
      new Observations({
        publisher,
        clock,
        memory: new DeviceMemory(config.rememberedDevices),
        fingerprinter: new Fingerprinter(config.digestKeys, 'foreign values'),
        metrics: new ObservationMetrics(registry),
      }),
    inject: [EventPublisher, Clock, Registry],
  },
  {
    provide: HearObservations,
    useFactory: (link: NatsLink, observations: Observations) => new HearObservations(link, observations),
    inject: [NatsLink, Observations],
  },
  {
    provide: CheckCounts,
    useFactory: (publisher: EventPublisher, clock: Clock, loops: Loops) =>
      new CheckCounts({ publisher, clock, loops }),
    inject: [EventPublisher, Clock, Loops],
  },
];

const holdingActiveSets = (config: Config, logger: Logger) => [
  SeenSets,
  { provide: GenuineSets, useFactory: () => new GenuineSets(new ActiveSetMac(config.digestKeys)) },
  {
    provide: ActiveSetMetrics,
    useFactory: (registry: Registry, seen: SeenSets, clock: Clock) =>
      new ActiveSetMetrics(registry, seen, clock),
    inject: [Registry, SeenSets, Clock],
  },
  { provide: RedisConnection, useFactory: () => new RedisConnection(config.redis, logger) },
  {
    provide: ActiveSetStore,
    useFactory: (connection: RedisConnection, seen: SeenSets) => new RedisActiveSet(connection, seen),
    inject: [RedisConnection, SeenSets],
  },
  {
    provide: UnreadableActiveSet,
    useFactory: (store: ActiveSetStore, genuine: GenuineSets) =>
      new UnreadableActiveSet(store, genuine, logger),
    inject: [ActiveSetStore, GenuineSets],
  },
  {
    provide: Rebuild,
    useFactory: (store: ActiveSetStore, reader: EventStreamReader, genuine: GenuineSets, seen: SeenSets) =>
      new Rebuild({ store, reader, genuine, seen, logger }),
    inject: [ActiveSetStore, EventStreamReader, GenuineSets, SeenSets],
  },
  {
    provide: RefillWhenEmpty,
    useFactory: (store: ActiveSetStore, rebuild: Rebuild, metrics: ActiveSetMetrics, loops: Loops) =>
      new RefillWhenEmpty(store, rebuild, metrics, loops),
    inject: [ActiveSetStore, Rebuild, ActiveSetMetrics, Loops],
  },
  {
    provide: StoreReadiness,
    useFactory: (store: ActiveSetStore, refill: RefillWhenEmpty) => new StoreReadiness(store, refill),
    inject: [ActiveSetStore, RefillWhenEmpty],
  },
];

/** What the service must have to answer anything but `unavailable`. */
export const readinessChecks = [NatsReadiness, StoreReadiness] as const;
