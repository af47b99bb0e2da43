import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import { emptyChain } from '../audit/hash-chain.ts';
import { ChangeTools } from './change-tools.ts';
import { activeSetEvent } from './active-set-event.ts';
import { keepFromBeingForgotten } from './keep-from-being-forgotten.ts';
import { beginLineage } from './lineage.ts';
import { lockOrganization, saveOrganization } from './load-organization.ts';
import { loadState } from './load-state.ts';
import { OrganizationEntity } from './organization.entity.ts';

export interface NewOrganization {
  readonly organizationId: string;
  readonly name: string;
}

/** Creates organizations: with version 1 and the policy off, which the verifier is told, so that it knows them. */
@Injectable()
export class OrganizationCreation {
  constructor(private readonly tools: ChangeTools) {}

  /** Throws `organization-exists`, unless an earlier try of the same request created it. */
  async create({ organizationId, name }: NewOrganization, cause: Cause): Promise<void> {
    await this.tools.dataSource.transaction(async (manager) => {
      await keepFromBeingForgotten(manager, organizationId);
      const now = this.tools.clock.now();
      const isNew = await insert(manager, firstState(organizationId, name, now));
      const organization = await lockOrganization(manager, organizationId);
      if (!isNew) return this.#requireSameRequest(manager, organizationId, cause);
      const after = { name, policy: 'off' };
      const entry = { action: 'createOrganization', outcome: 'allowed' as const, subjectId: organizationId };
      await this.tools.audit.append(manager, organization, { ...entry, before: null, after, cause }, now);
      await beginLineage(manager, organization);
      const state = await loadState(manager, organization, now);
      const activeSet = this.tools.sets.renew(organization, state, now);
      await saveOrganization(manager, organization);
      const announced = { organizationId, activeSet, cause };
      await this.tools.sets.publish(manager, activeSetEvent({ type: 'PolicyChanged' }, announced, now));
    });
  }

  async #requireSameRequest(manager: EntityManager, organizationId: string, cause: Cause): Promise<void> {
    if (await this.tools.audit.isDone(manager, organizationId, cause.operationId)) return;
    throw new CodedError('organization-exists');
  }
}

type FirstState = Omit<OrganizationEntity, 'history' | 'writtenBy' | 'settled'>;

/** How long a device counts as active, unless the organization sets another. */
const activeDaysUnlessSet = 14;
const rotateWhenShareUnlessSet = 0.98;

const firstState = (organizationId: string, name: string, now: Date): FirstState => ({
  organizationId,
  name,
  version: 1,
  policyMode: 'off',
  policyEffectiveFrom: null,
  policyVersion: 1,
  activeDays: activeDaysUnlessSet,
  rotateEveryDays: null,
  rotateWhenShare: rotateWhenShareUnlessSet,
  auditSequence: emptyChain.sequence,
  auditHash: emptyChain.hash,
  createdAt: now,
  lineage: null,
  activeSetAt: null,
  activeSetMac: null,
  activeSetMacKeyId: null,
});

const insert = async (manager: EntityManager, organization: FirstState): Promise<boolean> => {
  const query = manager.createQueryBuilder().insert().into(OrganizationEntity).values(organization);
  const inserted = await query.orIgnore().returning('organization_id').execute();
  const rows: unknown = inserted.raw;
  return Array.isArray(rows) && rows.length === 1;
};
