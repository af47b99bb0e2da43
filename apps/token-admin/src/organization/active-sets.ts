import type { ActiveSet, ActiveSetEvent, OrganizationForgotten } from '@mdm-gate/contracts';
import { ActiveSetMac } from '@mdm-gate/encryption';
import { Outbox } from '@mdm-gate/outbox';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { activeSetOf } from './active-set.ts';
import type { OrganizationEntity } from './organization.entity.ts';
import type { OrganizationState } from './organization-state.ts';

/** Makes active sets, each with the MAC that makes it count. One version of an organization is always the same set. */
@Injectable()
export class ActiveSets {
  constructor(
    private readonly macs: ActiveSetMac,
    private readonly outbox: Outbox,
  ) {}

  /** Whether a set that has its MAC under that key can be made again. */
  canMake(macKeyId: string | null): boolean {
    return macKeyId !== null && this.macs.has(macKeyId);
  }

  /** The set of the version that there is. */
  of(state: OrganizationState): ActiveSet {
    return this.macs.add(state.organizationId, activeSetOf(state), state.macKeyId ?? undefined);
  }

  /** The set of a version that comes to be now. The organization, which is still to be saved, gets what identifies it. */
  renew(organization: OrganizationEntity, state: OrganizationState, now: Date): ActiveSet {
    const activeSet = this.macs.add(state.organizationId, activeSetOf(state));
    organization.lineage = activeSet.lineage;
    organization.version = activeSet.version;
    organization.activeSetAt = now;
    organization.activeSetMac = activeSet.mac;
    organization.activeSetMacKeyId = activeSet.macKeyId;
    return activeSet;
  }

  /** That there is no such organization, in a lineage of its own. */
  forgotten(organizationId: string, lineage: string): ActiveSet {
    return this.macs.add(organizationId, {
      lineage,
      version: 1,
      policy: { mode: 'enforce', effectiveFrom: null, mdmIntegrated: true },
      connectionIds: [],
      tokens: [],
      forgotten: true,
    });
  }

  /** With the transaction that made the set. */
  async publish(manager: EntityManager, event: ActiveSetEvent | OrganizationForgotten): Promise<void> {
    await this.outbox.add(manager, event);
  }
}
