import { Outbox } from '@mdm-gate/outbox';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { schema } from '../database/schema.ts';
import { tokenDelivered } from '../delivery/delivery-events.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { storeAwaited } from '../delivery/store-awaited.ts';
import type { OrganizationEntity } from '../organization/organization.entity.ts';
import { lockOrganization } from '../organization/organizations.ts';
import { provenConnection } from './proven-connection.ts';
import { sightings, type Verdict } from './sighting-metrics.ts';
import type { TokenSighting } from './sightings-in.ts';

/**
 * For so long a sighting waits for what it is about: longer than it takes to catch up with the active sets. Devices are
 * told of again every day, so nothing is lost with it.
 */
export const waitMaxMs = 15 * 60_000;

/** A delivery is under way or awaited, or the set that the sighting is of has not come yet. */
const mayMatterStatement = `
  SELECT WHERE
    EXISTS (SELECT FROM ${schema}.deliveries
            WHERE organization_id = $1 AND state IN ('wanted', 'awaiting-confirmation'))
    OR NOT EXISTS (SELECT FROM ${schema}.organizations WHERE organization_id = $1 AND active_set_version >= $2)`;

/** A device presented a token: where a person was to enter it, nobody needs to confirm it any more, if that proves it. */
@Injectable()
export class FollowSightings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Throws a retryable `conflict` while the set that it is of, or the turn that makes its delivery awaited, is to come. */
  async follow(event: TokenSighting): Promise<void> {
    const verdict = (await this.#mayMatter(event))
      ? await this.dataSource.transaction((manager) => this.#judge(manager, event))
      : 'not-awaited';
    sightings.inc({ verdict });
    if (verdict === 'too-early' && this.#ageMs(event) < waitMaxMs)
      throw new CodedError('conflict', 'What this sighting is about has not come yet', { retryable: true });
  }

  /** Most sightings are of deliveries that nobody waits for: they need no lock. */
  async #mayMatter({ organizationId, activeSetVersion }: TokenSighting): Promise<boolean> {
    const rows: unknown = await this.dataSource.query(mayMatterStatement, [organizationId, activeSetVersion]);
    return Array.isArray(rows) && rows.length > 0;
  }

  /** The organization's lock keeps another token from becoming wanted, and other connections from coming, meanwhile. */
  async #judge(manager: EntityManager, event: TokenSighting): Promise<Verdict> {
    const organization = await lockOrganization(manager, event.organizationId);
    // Under another set the same token may have another value.
    if (organization.activeSetVersion > event.activeSetVersion) return 'older-set';
    if (organization.activeSetVersion < event.activeSetVersion) return 'too-early';
    const connectionId = await this.#provenConnection(manager, event, organization);
    return connectionId === null ? 'proves-nothing' : this.#store(manager, event, connectionId);
  }

  async #provenConnection(
    manager: EntityManager,
    { organizationId, platform, tokenId }: TokenSighting,
    { tokens }: OrganizationEntity,
  ): Promise<string | null> {
    const token = tokens.find((known) => known.tokenId === tokenId);
    if (token === undefined) return null;
    const connections = await manager.findBy(ConnectionEntity, { organizationId });
    return provenConnection({ platform, tokenConnectionId: token.connectionId }, connections);
  }

  async #store(manager: EntityManager, event: TokenSighting, connectionId: string): Promise<Verdict> {
    const { platform, tokenId: wantedTokenId } = event;
    const delivery = await manager.findOneBy(DeliveryEntity, { connectionId, platform, wantedTokenId });
    if (delivery?.state === 'wanted') return 'too-early';
    if (delivery?.state !== 'awaiting-confirmation') return 'not-awaited';
    await storeAwaited(manager, delivery, 'presented');
    await this.outbox.add(manager, tokenDelivered({ ...event, connectionId }, this.clock.now()));
    return 'stored';
  }

  #ageMs({ occurredAt }: TokenSighting): number {
    return this.clock.now().getTime() - Date.parse(occurredAt);
  }
}
