import { ActiveSetMac } from '@mdm-gate/encryption';
import { EventStreamReader, NatsLink, Requester, StreamKeeper } from '@mdm-gate/messaging';
import { Loops, type Logger } from '@mdm-gate/service-kit';
import type { Provider } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ComparedRows } from '../compare-connections/compared-rows.ts';
import { ConnectionsComparison } from '../compare-connections/connections-comparison.ts';
import { OrganizationsConnections } from '../compare-connections/organizations-connections.ts';
import type { Config } from '../config.ts';
import { AskCopyHolders } from './ask-copy-holders.ts';
import { Comparison } from './comparison.ts';
import { currentHistory } from './known-organizations.ts';
import { CopyHolders } from './copy-holders.ts';
import { ForgottenOrganizations } from './forgotten-organizations.ts';
import { Mending } from './mending.ts';
import { OrganizationHealing } from './organization-healing.ts';
import { StreamAccess } from './stream-access.ts';
import { StreamHealing } from './stream-healing.ts';
import { VerifierCopy } from './verifier-copy.ts';

const surroundings = Symbol('what healing works with');

interface Surroundings {
  readonly dataSource: DataSource;
  readonly link: NatsLink;
  readonly loops: Loops;
}

/** What keeps copies of active sets, and the book of connections, as their owners have them. */
export const healingProviders = (config: Config, logger: Logger): Provider[] => [
  ...comparingSets(config, logger),
  comparingConnections(config),
];

const comparingSets = (config: Config, logger: Logger): Provider[] => [
  OrganizationHealing,
  ForgottenOrganizations,
  VerifierCopy,
  { provide: CopyHolders, useClass: AskCopyHolders },
  {
    provide: StreamAccess,
    useFactory: (reader: EventStreamReader, link: NatsLink, keeper: StreamKeeper, macs: ActiveSetMac) =>
      new StreamAccess(reader, link, keeper, macs),
    inject: [EventStreamReader, NatsLink, StreamKeeper, ActiveSetMac],
  },
  {
    provide: Comparison,
    useFactory: (
      dataSource: DataSource,
      stream: StreamAccess,
      verifier: VerifierCopy,
      holders: CopyHolders,
    ) => new Comparison(dataSource, stream, verifier, holders),
    inject: [DataSource, StreamAccess, VerifierCopy, CopyHolders],
  },
  {
    provide: surroundings,
    useFactory: (dataSource: DataSource, link: NatsLink, loops: Loops): Surroundings => ({
      dataSource,
      link,
      loops,
    }),
    inject: [DataSource, NatsLink, Loops],
  },
  {
    provide: StreamHealing,
    useFactory: (stream: StreamAccess, comparison: Comparison, mending: Mending, from: Surroundings) => {
      const intervalMs = config.TOKEN_ADMIN_HEAL_INTERVAL_SECONDS * 1_000;
      return new StreamHealing({ ...from, stream, comparison, mending, intervalMs });
    },
    inject: [StreamAccess, Comparison, Mending, surroundings],
  },
  {
    provide: Mending,
    useFactory: (organizations: OrganizationHealing, forgotten: ForgottenOrganizations) =>
      new Mending(organizations, forgotten, logger),
    inject: [OrganizationHealing, ForgottenOrganizations],
  },
];

const comparingConnections = (config: Config): Provider => ({
  provide: ConnectionsComparison,
  useFactory: (
    requester: Requester,
    rows: ComparedRows,
    connections: OrganizationsConnections,
    { dataSource, link, loops }: Surroundings,
  ) => {
    const intervalMs = config.TOKEN_ADMIN_HEAL_INTERVAL_SECONDS * 1_000;
    const history = () => currentHistory(dataSource);
    return new ConnectionsComparison(requester, rows, connections, { link, loops, intervalMs, history });
  },
  inject: [Requester, ComparedRows, OrganizationsConnections, surroundings],
});
