import type { ActiveSet } from '@mdm-gate/contracts';
import { Outbox, OutboxMessage } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { activeSetEvent } from '../organization/active-set-event.ts';
import { activeSetOf } from '../organization/active-set.ts';
import { lockOrganization, saveOrganization } from '../organization/load-organization.ts';
import { loadState } from '../organization/load-state.ts';
import type { OrganizationEntity } from '../organization/organization.entity.ts';
import { compareSets } from './compare-sets.ts';

export interface Suspect {
  readonly organizationId: string;
  /** As PostgreSQL had it before the stream was read. */
  readonly version: number;
  readonly inStream: ActiveSet | undefined;
}

export type Healed = 'nothing-to-do' | 'republished' | 'lifted';

/** Brings one organization's active set back into the stream, above whatever stands there. */
@Injectable()
export class OrganizationHealing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async heal({ organizationId, version, inStream }: Suspect): Promise<Healed> {
    return this.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      if (await isMeanwhileChanged(manager, organization, version)) return 'nothing-to-do';
      const now = this.clock.now();
      const before = await loadState(manager, organization, now);
      const comparison = compareSets(activeSetOf(before), inStream);
      if (comparison === 'same') return 'nothing-to-do';
      const cause = healingCause();
      if (comparison === 'ahead') {
        await this.#lift(manager, organization, inStream?.version ?? version, cause);
      }
      const state = { ...before, version: organization.version };
      await this.outbox.add(manager, activeSetEvent({ type: 'PolicyChanged' }, state, cause, now));
      return comparison === 'behind' ? 'republished' : 'lifted';
    });
  }

  async #lift(
    manager: EntityManager,
    organization: OrganizationEntity,
    streamVersion: number,
    cause: Cause,
  ): Promise<void> {
    const entry = {
      action: 'liftActiveSetVersion',
      outcome: 'allowed' as const,
      subjectId: organization.organizationId,
      before: { version: organization.version, versionInStream: streamVersion },
      after: { version: streamVersion + 1 },
      cause,
    };
    organization.version = streamVersion + 1;
    await this.audit.append(manager, organization, entry, this.clock.now());
    await saveOrganization(manager, organization);
  }
}

/** Changed since its version was read, or with an event under way: that event carries the whole set. */
const isMeanwhileChanged = async (
  manager: EntityManager,
  { organizationId, version }: OrganizationEntity,
  versionRead: number,
): Promise<boolean> =>
  version !== versionRead ||
  (await manager.existsBy(OutboxMessage, { organizationId, publishedAt: IsNull() }));

const healingCause = (): Cause => ({
  actor: { type: 'service', id: 'token-admin' },
  operationId: uuidv7(),
  correlationId: uuidv7(),
  sourceAddress: null,
});
