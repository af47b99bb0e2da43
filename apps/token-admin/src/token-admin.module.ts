import { DatabaseModule, type ServiceDataSource } from '@mdm-gate/database';
import { ActiveSetMac, Digester, SealedBox } from '@mdm-gate/encryption';
import { MessagingModule } from '@mdm-gate/messaging';
import { OutboxModule } from '@mdm-gate/outbox';
import { Clock, LoopsModule, SystemClock, type Logger } from '@mdm-gate/service-kit';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { ComparedRows } from './compare-connections/compared-rows.ts';
import { OrganizationsConnections } from './compare-connections/organizations-connections.ts';
import { auditProviders } from './audit/audit-providers.ts';
import { natsIdentityIn, sealsIn, type Config } from './config.ts';
import { CreateOrganizationController } from './create-organization/create-organization.controller.ts';
import { CreateTokenController } from './create-token/create-token.controller.ts';
import { EditTokenController } from './edit-token/edit-token.controller.ts';
import { ExamineConnectionController } from './examine-connection/examine-connection.controller.ts';
import { FindAuditEventsController } from './find-audit-events/find-audit-events.controller.ts';
import { FindOrganizationsController } from './find-organizations/find-organizations.controller.ts';
import { ActiveSets } from './organization/active-sets.ts';
import { operationProviders } from './operations/operation-providers.ts';
import { Organizations } from './organization/organizations.ts';
import { FindTokensController } from './find-tokens/find-tokens.controller.ts';
import { FindOperationsController } from './find-operations/find-operations.controller.ts';
import { FollowDeliveriesController } from './follow-deliveries/follow-deliveries.controller.ts';
import { AccessGuard } from './gateway/access.guard.ts';
import { Authentication } from './gateway/authentication.ts';
import { ChangeStreams } from './gateway/console-changes/change-streams.ts';
import { ChangesHeard } from './gateway/console-changes/changes-heard.ts';
import { ConsoleChangesController } from './gateway/console-changes/console-changes.controller.ts';
import { ConsoleSessionController } from './gateway/console-session/console-session.controller.ts';
import { consoleSession } from './gateway/console-session/console-session.providers.ts';
import { identityProvider } from './gateway/identity-provider/identity-provider.providers.ts';
import { WhoAmIController } from './who-am-i/who-am-i.controller.ts';
import { ContractInterceptor } from './gateway/contract.interceptor.ts';
import { ForgetOldAnswers } from './gateway/idempotency/forget-old-answers.ts';
import { IdempotentAnswers } from './gateway/idempotency/idempotent-answers.ts';
import { rotationProviders } from './rotation/rotation-providers.ts';
import { ManageRotationsController } from './manage-rotations/manage-rotations.controller.ts';
import { HoldRotationController } from './manage-rotations/hold-rotation.controller.ts';
import { StartRotationController } from './manage-rotations/start-rotation.controller.ts';
import { deviceProviders } from './device/device-providers.ts';
import { CheckCountLedger } from './check-counts/check-count-ledger.ts';
import { ForgetCheckCounts } from './check-counts/forget-check-counts.ts';
import { FindCheckCountsController } from './find-check-counts/find-check-counts.controller.ts';
import { WhenChecksCountedController } from './when-checks-counted/when-checks-counted.controller.ts';
import { FindDevicesController } from './find-devices/find-devices.controller.ts';
import { WhenDevicesObservedController } from './when-devices-observed/when-devices-observed.controller.ts';
import { DocumentationController } from './gateway/openapi/documentation.controller.ts';
import { ProblemFilter } from './gateway/problem.filter.ts';
import { RateLimiter } from './gateway/rate-limiter.ts';
import { RefusalAudit } from './gateway/refusals/refusal-audit.ts';
import { RefusalPace } from './gateway/refusals/refusal-pace.ts';
import { refusalProviders } from './gateway/refusals/refusal-providers.ts';
import { Unauthenticated } from './gateway/refusals/unauthenticated.ts';
import { GiveTokenValueController } from './give-token-value/give-token-value.controller.ts';
import { healingProviders } from './heal-stream/healing-providers.ts';
import { KeyCheck } from './keys/key-check.ts';
import { keyringsFrom } from './keys/keyrings.ts';
import { ListMdmVendorsController } from './list-mdm-vendors/list-mdm-vendors.controller.ts';
import { JudgeConnections } from './manage-connections/judge-connections.ts';
import { ManageConnectionsController } from './manage-connections/manage-connections.controller.ts';
import { ChangeTools } from './organization/change-tools.ts';
import { ConnectionBook } from './organization/connection-book.ts';
import { OrganizationChanges } from './organization/organization-changes.ts';
import { OrganizationCreation } from './organization/organization-creation.ts';
import { ReleaseDeviceController } from './release-device/release-device.controller.ts';
import { ExpiryReport } from './report-expiry/expiry-report.ts';
import { RevealTokenController } from './reveal-token/reveal-token.controller.ts';
import { RevokeTokenController } from './revoke-token/revoke-token.controller.ts';
import { TakeEffect } from './operations/take-effect.ts';
import { SetPolicyController } from './set-policy/set-policy.controller.ts';
import { ShownPolicy } from './set-policy/shown-policy.ts';
import { Tokens } from './token/tokens.ts';
import { KeptValues } from './token/kept-values.ts';
import { TokenValues } from './token/token-values.ts';
import { TokenVault } from './token/token-vault.ts';
import { WhenMdmConnectionAddedController } from './when-mdm-connection-added/when-mdm-connection-added.controller.ts';
import { WhenMdmConnectionRemovedController } from './when-mdm-connection-removed/when-mdm-connection-removed.controller.ts';
import { WhenTokenDeliveredController } from './when-token-delivered/when-token-delivered.controller.ts';

const useCases = [
  CreateOrganizationController,
  FindOrganizationsController,
  SetPolicyController,
  CreateTokenController,
  FindTokensController,
  EditTokenController,
  RevokeTokenController,
  RevealTokenController,
  ListMdmVendorsController,
  ManageConnectionsController,
  FollowDeliveriesController,
  FindOperationsController,
  ExamineConnectionController,
  ReleaseDeviceController,
  FindDevicesController,
  FindCheckCountsController,
  StartRotationController,
  HoldRotationController,
  ManageRotationsController,
  FindAuditEventsController,
  DocumentationController,
  ConsoleSessionController,
  ConsoleChangesController,
  WhoAmIController,
];

const reactions = [
  WhenMdmConnectionAddedController,
  WhenMdmConnectionRemovedController,
  WhenTokenDeliveredController,
  WhenDevicesObservedController,
  WhenChecksCountedController,
  GiveTokenValueController,
];

const domain = [
  JudgeConnections,
  ActiveSets,
  ChangeTools,
  OrganizationChanges,
  OrganizationCreation,
  ConnectionBook,
  ComparedRows,
  OrganizationsConnections,
  Organizations,
  ShownPolicy,
  Tokens,
  TokenVault,
  KeptValues,
  TokenValues,
  TakeEffect,
  CheckCountLedger,
  ForgetCheckCounts,
  ExpiryReport,
];

const encryption = (config: Config): Provider[] => {
  const { sealedBox, digester, macs } = keyringsFrom(config);
  return [
    { provide: SealedBox, useValue: sealedBox },
    { provide: Digester, useValue: digester },
    { provide: ActiveSetMac, useValue: macs },
    KeyCheck,
  ];
};

const gateway = (config: Config, logger: Logger): Provider[] => [
  ...identityProvider(config),
  { provide: RateLimiter, useValue: new RateLimiter(config.TOKEN_ADMIN_REQUESTS_PER_MINUTE) },
  ...consoleSession(config, logger),
  Authentication,
  ChangesHeard,
  ChangeStreams,
  IdempotentAnswers,
  ForgetOldAnswers,
  {
    provide: APP_FILTER,
    useFactory: (refusals: RefusalAudit, unauthenticated: Unauthenticated, pace: RefusalPace) =>
      new ProblemFilter(logger, refusals, unauthenticated, pace),
    inject: [RefusalAudit, Unauthenticated, RefusalPace],
  },
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_INTERCEPTOR, useClass: ContractInterceptor },
];

/** The composition root: everything the service is made of. */
@Module({})
export class TokenAdminModule {
  static with(config: Config, dataSource: ServiceDataSource, logger: Logger): DynamicModule {
    return {
      module: TokenAdminModule,
      imports: [
        DatabaseModule.with(dataSource),
        LoopsModule.with(logger),
        MessagingModule.forService({
          service: 'token-admin',
          url: config.TOKEN_ADMIN_NATS_URL,
          identity: natsIdentityIn(config),
          seals: sealsIn(config),
          streamReplicas: config.TOKEN_ADMIN_STREAM_REPLICAS,
          logger,
        }),
        OutboxModule.forService({ logger }),
      ],
      controllers: [...useCases, ...reactions],
      providers: [
        { provide: Clock, useClass: SystemClock },
        ...encryption(config),
        ...auditProviders(config),
        ...domain,
        ...healingProviders(config, logger),
        ...rotationProviders,
        ...deviceProviders(config),
        ...operationProviders,
        ...refusalProviders(config, logger),
        ...gateway(config, logger),
      ],
    };
  }
}
