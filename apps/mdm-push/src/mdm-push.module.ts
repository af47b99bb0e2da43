import { DatabaseModule, type ServiceDataSource } from '@mdm-gate/database';
import { SealedBox } from '@mdm-gate/encryption';
import { MessagingModule } from '@mdm-gate/messaging';
import { OutboxModule } from '@mdm-gate/outbox';
import { Clock, LoopsModule, SystemClock, type Logger } from '@mdm-gate/service-kit';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { natsIdentityIn, sealsIn, type Config } from './config.ts';
import { ConnectionFields } from './connection/connection-fields.ts';
import { GivenCertificates } from './connection/given-certificates.ts';
import { OpenConnections } from './connection/open-connections.ts';
import { RefusedCredentials } from './connection/refused-credentials.ts';
import { SealedCredentials } from './connection/sealed-credentials.ts';
import { StoredCredentials } from './connection/stored-credentials.ts';
import { FollowDeliveriesController } from './follow-deliveries/follow-deliveries.controller.ts';
import { FollowDeliveries } from './follow-deliveries/follow-deliveries.ts';
import { ExportConfigurationController } from './export-configuration/export-configuration.controller.ts';
import { ExportConfiguration } from './export-configuration/export-configuration.ts';
import { ConfirmDelivery } from './follow-deliveries/confirm-delivery.ts';
import { IsolationModule } from './isolation/isolation.module.ts';
import { AddConnection } from './manage-connections/add-connection.ts';
import { ChangeConnection } from './manage-connections/change-connection.ts';
import { ConnectionChanges } from './manage-connections/connection-changes.ts';
import { FindConnections } from './manage-connections/find-connections.ts';
import { Restorations } from './database/restorations.ts';
import { DeliveriesHealing } from './heal-deliveries/deliveries-healing.ts';
import { DeliveriesStream } from './heal-deliveries/deliveries-stream.ts';
import { KeptMark } from './heal-deliveries/kept-mark.ts';
import { FindSuspects } from './heal-deliveries/suspects.ts';
import { TellAgain } from './heal-deliveries/tell-again.ts';
import { ManageConnectionsController } from './manage-connections/manage-connections.controller.ts';
import { RemoveConnection } from './manage-connections/remove-connection.ts';
import { OutboundAgent } from './outbound/outbound-agent.ts';
import { OutboundPolicy } from './outbound/outbound-policy.ts';
import { Claims } from './reconcile-delivery/claims.ts';
import { Deliver, Turns } from './reconcile-delivery/deliver.ts';
import { DeliveryMetrics } from './reconcile-delivery/delivery-metrics.ts';
import { DeliveryRecords } from './reconcile-delivery/delivery-records.ts';
import { DeliveryTurn } from './reconcile-delivery/delivery-turn.ts';
import { DueDeliveries } from './reconcile-delivery/due-deliveries.ts';
import { KnownValues } from './reconcile-delivery/known-values.ts';
import { ReconcileLoop } from './reconcile-delivery/reconcile-loop.ts';
import { ReconcileSettings } from './reconcile-delivery/reconcile-settings.ts';
import { Settlement } from './reconcile-delivery/settlement.ts';
import { WantedValues } from './reconcile-delivery/wanted-values.ts';
import { ServiceLogger } from './service-logger.ts';
import { SurveyConnectionsController } from './survey-connections/survey-connections.controller.ts';
import { CertificateMetrics } from './test-connection/certificate-metrics.ts';
import { DailyReadiness } from './test-connection/daily-readiness.ts';
import { ReadinessLook } from './test-connection/readiness-look.ts';
import { TestConnectionController } from './test-connection/test-connection.controller.ts';
import { VendorsModule } from './vendors/vendors.module.ts';
import { CatchUp } from './when-active-set-changed/catch-up.ts';
import { FollowActiveSet } from './when-active-set-changed/follow-active-set.ts';
import { NewerActiveSets } from './when-active-set-changed/newer-active-sets.ts';
import { WhenActiveSetChangedController } from './when-active-set-changed/when-active-set-changed.controller.ts';
import { FollowSightings } from './when-devices-observed/follow-sightings.ts';
import { WhenDevicesObservedController } from './when-devices-observed/when-devices-observed.controller.ts';

const useCases = [
  AddConnection,
  ChangeConnection,
  ConfirmDelivery,
  ExportConfiguration,
  ReadinessLook,
  DailyReadiness,
  CertificateMetrics,
  FindConnections,
  RemoveConnection,
  ConnectionChanges,
  FollowDeliveries,
  FollowActiveSet,
  NewerActiveSets,
  CatchUp,
  FollowSightings,
  Restorations,
  DeliveriesStream,
  KeptMark,
  FindSuspects,
  TellAgain,
  DeliveriesHealing,
];

const controllers = [
  ManageConnectionsController,
  SurveyConnectionsController,
  TestConnectionController,
  ExportConfigurationController,
  FollowDeliveriesController,
  WhenActiveSetChangedController,
  WhenDevicesObservedController,
];

const connections = [
  ConnectionFields,
  SealedCredentials,
  GivenCertificates,
  RefusedCredentials,
  StoredCredentials,
  OpenConnections,
  OutboundAgent,
];

const reconciler = [
  Claims,
  Settlement,
  DeliveryRecords,
  KnownValues,
  WantedValues,
  DeliveryTurn,
  Turns,
  Deliver,
  DueDeliveries,
  DeliveryMetrics,
  ReconcileLoop,
];

@Module({})
export class MdmPushModule {
  static with(config: Config, dataSource: ServiceDataSource, logger: Logger): DynamicModule {
    return {
      module: MdmPushModule,
      imports: [
        DatabaseModule.with(dataSource),
        LoopsModule.with(logger),
        MessagingModule.forService({
          service: 'mdm-push',
          url: config.MDM_PUSH_NATS_URL,
          identity: natsIdentityIn(config),
          seals: sealsIn(config),
          streamReplicas: config.MDM_PUSH_STREAM_REPLICAS,
          logger,
        }),
        OutboxModule.forService({ logger }),
        IsolationModule.with(logger),
        VendorsModule,
        SettingsModule.with(settingsOf(config, logger)),
      ],
      controllers,
      providers: [...useCases, ...connections, ...reconciler],
    };
  }
}

/** What comes from the configuration. */
@Module({})
class SettingsModule {
  static with(providers: Provider[]): DynamicModule {
    return { module: SettingsModule, providers, exports: providers };
  }
}

const settingsOf = (config: Config, logger: Logger): Provider[] => [
  { provide: Clock, useClass: SystemClock },
  { provide: ServiceLogger, useValue: logger },
  { provide: OutboundPolicy, useValue: new OutboundPolicy(config.MDM_GATE_OUTBOUND_ALLOW) },
  { provide: SealedBox, useFactory: () => new SealedBox(config.MDM_PUSH_MASTER_KEYS) },
  {
    provide: ReconcileSettings,
    useFactory: () =>
      new ReconcileSettings(config.MDM_PUSH_DELIVERIES_AT_ONCE, config.MDM_PUSH_LEASE_SECONDS * 1_000, {
        driftCheckMs: config.MDM_PUSH_DRIFT_CHECK_SECONDS * 1_000,
        random: Math.random,
      }),
  },
];
