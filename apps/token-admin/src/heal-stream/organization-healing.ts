import type { ActiveSet } from '@mdm-gate/contracts';
import { Outbox, OutboxMessage } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { AuditContent, Cause } from '../audit/audit-row.ts';
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
  /** Whether its newest event in the stream cannot be read, so that only a newer version is taken for current. */
  readonly unreadable: boolean;
}

/** `activeSet`: what was published, and under which version. */
export type Healed =
  | { readonly outcome: 'nothing-to-do' }
  | { readonly outcome: 'republished' | 'lifted'; readonly activeSet: ActiveSet };

const nothingToDo: Healed = { outcome: 'nothing-to-do' };

/** Brings one organization's active set back to those who hold copies, above whatever they hold. */
@Injectable()
export class OrganizationHealing {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  async heal(suspect: Suspect): Promise<Healed> {
    return this.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, suspect.organizationId);
      if (await isMeanwhileChanged(manager, organization, suspect.version)) return nothingToDo;
      const state = await loadState(manager, organization, this.clock.now());
      const comparison = suspect.unreadable ? 'ahead' : compareSets(activeSetOf(state), suspect.inStream);
      const cause = causedBy('token-admin');
      if (comparison === 'same') return nothingToDo;
      if (comparison === 'behind')
        return { outcome: 'republished', activeSet: await this.#publish(manager, organization, cause) };
      return this.#lift(manager, organization, { ...highest(suspect), cause });
    });
  }

  /**
   * Publishes the active set under a version above `held`, which somebody holds who ought not to, or above its own.
   * Does nothing when that has happened already. Throws `not-found`. `by`: who wants it, for the audit.
   */
  async liftAbove(organizationId: string, held: number | 'own', by: string): Promise<Healed> {
    return this.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      const above = held === 'own' ? organization.version : held;
      if (organization.version > above) return nothingToDo;
      const known = held === 'own' ? {} : { versionHeld: held };
      return this.#lift(manager, organization, { above, known, cause: causedBy(by) });
    });
  }

  async #lift(
    manager: EntityManager,
    organization: OrganizationEntity,
    { above, known, cause }: { above: number; known: AuditContent; cause: Cause },
  ): Promise<Healed> {
    const entry = {
      action: 'liftActiveSetVersion',
      outcome: 'allowed' as const,
      subjectId: organization.organizationId,
      before: { version: organization.version, ...known },
      after: { version: above + 1 },
      cause,
    };
    organization.version = above + 1;
    await this.audit.append(manager, organization, entry, this.clock.now());
    await saveOrganization(manager, organization);
    return { outcome: 'lifted', activeSet: await this.#publish(manager, organization, cause) };
  }

  async #publish(manager: EntityManager, organization: OrganizationEntity, cause: Cause): Promise<ActiveSet> {
    const now = this.clock.now();
    const state = await loadState(manager, organization, now);
    const event = activeSetEvent({ type: 'PolicyChanged' }, state, cause, now);
    await this.outbox.add(manager, event);
    return event.activeSet;
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

const highest = ({ version, inStream }: Suspect) => ({
  above: Math.max(version, inStream?.version ?? 0),
  known: { versionInStream: inStream?.version ?? null },
});

const causedBy = (service: string): Cause => ({
  actor: { type: 'service', id: service },
  operationId: uuidv7(),
  correlationId: uuidv7(),
  sourceAddress: null,
});
