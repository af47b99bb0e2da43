import { activeSetVersionMax, type ActiveSet } from '@mdm-gate/contracts';
import { OutboxMessage } from '@mdm-gate/outbox';
import { Injectable } from '@nestjs/common';
import { IsNull, type EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import { activeSetEvent } from '../organization/active-set-event.ts';
import { ChangeTools } from '../organization/change-tools.ts';
import { beginLineage, type KnownLineages } from '../organization/lineage.ts';
import { lockOrganization, saveOrganization } from '../organization/load-organization.ts';
import { loadState } from '../organization/load-state.ts';
import type { OrganizationEntity } from '../organization/organization.entity.ts';
import type { Copies } from './copies.ts';
import { CopyHolders } from './copy-holders.ts';
import { adopt } from './known-organizations.ts';
import { whatToDo, type Deed, type KnownOrganization } from './what-to-do.ts';

/** Brings one organization's active set back to those who hold copies, above whatever they hold. */
@Injectable()
export class OrganizationHealing {
  constructor(
    private readonly tools: ChangeTools,
    private readonly holders: CopyHolders,
  ) {}

  /** Whether copies prove that the lineage goes on. */
  isProven(known: KnownOrganization, copies: Copies): boolean {
    return this.#deed(known, copies) === 'adopt';
  }

  /** What `heal` does with those that are proven, for many at a time. */
  adopt(known: readonly KnownOrganization[]): Promise<void> {
    return adopt(this.tools.dataSource, known);
  }

  /** Does what the copies call for, unless the organization was changed since `known` was read. */
  async heal(known: KnownOrganization, copies: Copies): Promise<Deed> {
    const deed = this.#deed(known, copies);
    switch (deed) {
      case 'nothing':
        return deed;
      case 'adopt':
        await adopt(this.tools.dataSource, [known]);
        return deed;
      case 'apply':
        return this.#apply(known.organizationId);
      case 'republish':
        return this.#unlessChanged(known, async (manager, organization) => {
          if (await isPending(manager, organization)) return 'nothing';
          await this.#publish(manager, organization, await this.#setOf(manager, organization));
          return deed;
        });
      case 'begin-lineage':
        return this.#unlessChanged(known, async (manager, organization) => {
          await this.#begin(manager, organization, { copies, by: 'token-admin' });
          return deed;
        });
    }
  }

  /** The organization goes on in a new lineage if it stands in another history than it was written in. Throws `not-found`. */
  async settle(organizationId: string): Promise<void> {
    const copies = await this.holders.find(organizationId);
    await this.tools.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      if (!organization.settled) await this.#begin(manager, organization, { copies, by: 'token-admin' });
    });
  }

  /** Publishes the active set in a new lineage, whatever copies hold. Throws `not-found`. `by`: who wants it, for the audit. */
  async republish(organizationId: string, by: string): Promise<ActiveSet> {
    const copies = await this.holders.find(organizationId);
    return this.tools.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      return this.#begin(manager, organization, { copies, by });
    });
  }

  #deed(known: KnownOrganization, copies: Copies): Deed {
    return this.tools.sets.canMake(known.macKeyId) ? whatToDo(known, copies) : 'begin-lineage';
  }

  #unlessChanged(
    { organizationId, lineage, version }: KnownOrganization,
    work: (manager: EntityManager, organization: OrganizationEntity) => Promise<Deed>,
  ): Promise<Deed> {
    return this.tools.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      const isChanged = organization.version !== version || organization.lineage !== lineage;
      return isChanged ? 'nothing' : work(manager, organization);
    });
  }

  async #apply(organizationId: string): Promise<Deed> {
    const activeSet = await this.tools.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      return organization.settled ? this.#setOf(manager, organization) : null;
    });
    if (activeSet === null) return 'nothing';
    await this.holders.apply(organizationId, activeSet);
    return 'apply';
  }

  async #setOf(manager: EntityManager, organization: OrganizationEntity): Promise<ActiveSet> {
    return this.tools.sets.of(await loadState(manager, organization, this.tools.clock.now()));
  }

  async #begin(
    manager: EntityManager,
    organization: OrganizationEntity,
    { copies, by }: { readonly copies: Copies; readonly by: string },
  ): Promise<ActiveSet> {
    const now = this.tools.clock.now();
    const { organizationId, version, lineage } = organization;
    const { newest = null } = copies.stream ?? {};
    await beginLineage(manager, organization, lineagesIn(copies));
    organization.version = versionAbove(version, newest?.version ?? 0, copies.verifier?.version ?? 0);
    organization.activeSetAt = now;
    const activeSet = this.tools.sets.renew(organization, await loadState(manager, organization, now), now);
    const cause = causedBy(by);
    const entry = {
      action: 'liftActiveSetVersion',
      outcome: 'allowed' as const,
      subjectId: organizationId,
      before: { version, lineage, ...versionsIn(copies) },
      after: { version: activeSet.version, lineage: activeSet.lineage },
      cause,
    };
    await this.tools.audit.append(manager, organization, entry, now);
    await saveOrganization(manager, organization);
    await this.#publish(manager, organization, activeSet, cause);
    return activeSet;
  }

  async #publish(
    manager: EntityManager,
    { organizationId }: OrganizationEntity,
    activeSet: ActiveSet,
    cause = causedBy('token-admin'),
  ): Promise<void> {
    const announced = { organizationId, activeSet, cause };
    const event = activeSetEvent({ type: 'PolicyChanged' }, announced, this.tools.clock.now());
    await this.tools.sets.publish(manager, event);
  }
}

const isPending = (manager: EntityManager, { organizationId }: OrganizationEntity): Promise<boolean> =>
  manager.existsBy(OutboxMessage, { organizationId, publishedAt: IsNull() });

/** Numbers go on growing as far as anybody knows; a number that no history leads to begins anew, in a later lineage. */
const versionAbove = (...versions: readonly number[]): number => {
  const plausible = versions.filter((version) => version < activeSetVersionMax);
  return Math.max(0, ...plausible) + 1;
};

const lineagesIn = ({ stream, verifier }: Copies): KnownLineages => ({
  ours: [stream?.newest?.lineage, verifier?.lineage].filter((lineage) => lineage != null),
  claimed: stream?.claimed ?? [],
});

const versionsIn = ({ stream, verifier }: Copies): object => ({
  ...(stream && { versionInStream: stream.newest?.version ?? null }),
  ...(verifier !== undefined && { versionOfVerifier: verifier?.version ?? null }),
});

const causedBy = (service: string): Cause => ({
  actor: { type: 'service', id: service },
  operationId: uuidv7(),
  correlationId: uuidv7(),
  sourceAddress: null,
});
