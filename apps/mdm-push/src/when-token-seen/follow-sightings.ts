import type { TokenDelivered, TokenSeen } from '@mdm-gate/contracts';
import { Outbox } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { storeAwaited } from '../delivery/store-awaited.ts';
import { lockOrganization } from '../organization/organizations.ts';
import { provenConnection } from './proven-connection.ts';

/** A device presented a token: where a person was to enter it, nobody needs to confirm it any more, if that proves it. */
@Injectable()
export class FollowSightings {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  follow(event: TokenSeen): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const delivery = await this.#proven(manager, event);
      if (delivery === null) return;
      await storeAwaited(manager, delivery, 'presented');
      await this.outbox.add(manager, this.#event(event, delivery));
    });
  }

  /** The organization's lock keeps another token from becoming wanted, and other connections from coming, meanwhile. */
  async #proven(manager: EntityManager, event: TokenSeen): Promise<DeliveryEntity | null> {
    const { organizationId, platform, tokenId } = event;
    const organization = await lockOrganization(manager, organizationId);
    // Under another set the same token may have another value. The verifier says it again.
    if (organization.activeSetVersion !== event.activeSetVersion) return null;
    const token = organization.tokens.find((known) => known.tokenId === tokenId);
    if (token === undefined) return null;
    const connections = await manager.findBy(ConnectionEntity, { organizationId });
    const connectionId = provenConnection({ platform, tokenConnectionId: token.connectionId }, connections);
    if (connectionId === null) return null;
    const awaited = {
      connectionId,
      platform,
      wantedTokenId: tokenId,
      state: 'awaiting-confirmation',
    } as const;
    return manager.findOneBy(DeliveryEntity, awaited);
  }

  #event(
    { organizationId, correlationId, actor, tokenId }: TokenSeen,
    { connectionId, platform }: DeliveryEntity,
  ): TokenDelivered {
    return {
      id: uuid(),
      type: 'TokenDelivered',
      schemaVersion: 1,
      occurredAt: this.clock.now().toISOString(),
      correlationId,
      actor,
      organizationId,
      connectionId,
      platform,
      tokenId,
    };
  }
}
