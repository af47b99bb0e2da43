import type { ActiveSet, HeldActiveSet, OrganizationForgotten } from '@mdm-gate/contracts';
import { OutboxMessage } from '@mdm-gate/outbox';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ChangeTools } from '../organization/change-tools.ts';
import { keepFromBeingForgotten } from '../organization/keep-from-being-forgotten.ts';
import { newLineage } from '../organization/lineage.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import type { Copies } from './copies.ts';
import { CopyHolders } from './copy-holders.ts';

/** Organizations that copies have and PostgreSQL does not: it was restored to a moment before they were created. */
@Injectable()
export class ForgottenOrganizations {
  constructor(
    private readonly tools: ChangeTools,
    private readonly holders: CopyHolders,
  ) {}

  /** Tells all who have copies that there is no such organization, unless they know, or it was created meanwhile. */
  async forget(organizationId: string, copies: Copies): Promise<boolean> {
    if (!isServed(copies)) return false;
    const activeSet = await this.tools.dataSource.transaction(async (manager) => {
      await keepFromBeingForgotten(manager, organizationId);
      if (await manager.existsBy(OrganizationEntity, { organizationId })) return null;
      if (await manager.existsBy(OutboxMessage, { organizationId, publishedAt: IsNull() })) return null;
      const known = [copies.stream?.newest?.lineage, copies.verifier?.lineage];
      const ours = known.filter((lineage) => lineage != null);
      const lineage = await newLineage(manager, { ours, claimed: copies.stream?.claimed ?? [] });
      const forgotten = this.tools.sets.forgotten(organizationId, lineage);
      await this.tools.sets.publish(manager, eventOf(organizationId, forgotten, this.tools.clock.now()));
      return forgotten;
    });
    if (activeSet === null) return false;
    await this.holders.apply(organizationId, activeSet);
    return true;
  }
}

/** Whether any copy would let somebody decide a check, or fill a store, by it. */
const isServed = ({ stream, verifier }: Copies): boolean =>
  (stream?.newest != null && !stream.newest.forgotten) || isDecidedBy(verifier ?? null);

const isDecidedBy = (held: HeldActiveSet | null): boolean =>
  held !== null && !held.forgotten && !held.withheld;

const eventOf = (organizationId: string, activeSet: ActiveSet, now: Date): OrganizationForgotten => ({
  id: uuidv7(),
  type: 'OrganizationForgotten',
  schemaVersion: 1,
  occurredAt: now.toISOString(),
  correlationId: uuidv7(),
  actor: { type: 'service', id: 'token-admin' },
  organizationId,
  activeSet,
});
