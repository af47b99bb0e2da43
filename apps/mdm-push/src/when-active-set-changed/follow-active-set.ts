import {
  activeSetPosition,
  lineageAheadMaxMs,
  lineageBeganMs,
  type ActiveSetEvent,
  type ActiveSetToken,
} from '@mdm-gate/contracts';
import { Clock, CodedError, traceparentToPassOn } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { KnownToken } from '../organization/organization.entity.ts';
import { lockOrganization } from '../organization/organizations.ts';
import { markWanted } from '../reconcile-delivery/mark-wanted.ts';
import { ReconcileLoop } from '../reconcile-delivery/reconcile-loop.ts';

/** Replaces what is known of the organization's tokens when the event is newer; doubles and stragglers change nothing. */
@Injectable()
export class FollowActiveSet {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly loop: ReconcileLoop,
  ) {}

  /** Throws `active-set-not-genuine` for a lineage that nobody can have begun yet: nothing later could ever replace it. */
  async follow(event: ActiveSetEvent): Promise<void> {
    if (lineageBeganMs(event.activeSet.lineage) > this.clock.now().getTime() + lineageAheadMaxMs)
      throw new CodedError('active-set-not-genuine', 'Its lineage begins in the future');
    await this.dataSource.transaction((manager) => this.#replaceIfNewer(manager, event));
    this.loop.wakeUp();
  }

  async #replaceIfNewer(manager: EntityManager, event: ActiveSetEvent): Promise<void> {
    const { organizationId, activeSet, correlationId } = event;
    const organization = await lockOrganization(manager, organizationId);
    const known = { lineage: organization.lineage, version: organization.activeSetVersion };
    if (activeSetPosition(activeSet) <= activeSetPosition(known)) return;
    organization.lineage = activeSet.lineage;
    organization.activeSetVersion = activeSet.version;
    organization.tokens = activeSet.tokens.map(knownToken);
    organization.correlationId = correlationId;
    organization.traceparent = traceparentToPassOn() ?? null;
    await manager.save(organization);
    await markWanted(manager, organization, this.clock.now());
  }
}

const knownToken = ({
  tokenId,
  state,
  digest,
  connectionId,
  notAfter,
  createdAt,
}: ActiveSetToken): KnownToken => ({
  tokenId,
  state,
  digest,
  connectionId,
  notAfter,
  createdAt,
});
