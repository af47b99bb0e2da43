import { Outbox } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { HeldTokenEntity } from '../token/held-token.entity.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import type { Token } from '../token/token.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { activeSetEvent } from './active-set-event.ts';
import { applyChange, type Change } from './change.ts';
import { KnownConnectionEntity } from './known-connection.entity.ts';
import { lockOrganization, notFound, saveOrganization } from './load-organization.ts';
import { loadState } from './load-state.ts';
import type { OrganizationEntity } from './organization.entity.ts';
import type { OrganizationState } from './organization-state.ts';

interface Intended<Decide> {
  readonly organizationId: string;
  readonly cause: Cause;
  /** The rules: what is to be written, or null when there is nothing to do. Throws a CodedError to refuse. */
  readonly decide: Decide;
}

export type IntendedChange = Intended<(state: OrganizationState, now: Date) => Change | null>;

/** The token is the organization's, in any state. */
export type IntendedTokenChange = Intended<
  (state: OrganizationState, token: Token, now: Date) => Change | null
> & { readonly tokenId: string };

/**
 * `made` false: there was nothing to do, or an earlier try of the same request has done it. `state`: the organization
 * as it is now. `tokens`: those that were written.
 */
export interface ChangeOutcome {
  readonly made: boolean;
  readonly state: OrganizationState;
  readonly tokens: readonly Token[];
  readonly now: Date;
}

/**
 * Changes an organization: state, version, audit row and event commit in one transaction under the organization's
 * row lock. Two changes of one organization never overlap, and versions have no gaps.
 */
@Injectable()
export class OrganizationChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly audit: AuditTrail,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  make(intended: IntendedChange): Promise<ChangeOutcome> {
    return this.#run(intended);
  }

  /** Records an act that leaves the organization as it is. */
  async record(organizationId: string, cause: Cause, audit: Change['audit']): Promise<void> {
    await this.make({ organizationId, cause, decide: () => ({ announcement: null, audit }) });
  }

  /** Throws `not-found` when the organization has no such token. */
  makeToToken({ tokenId, decide, ...intended }: IntendedTokenChange): Promise<ChangeOutcome> {
    const { organizationId } = intended;
    return this.#run({
      ...intended,
      decide: async (state, now, manager) => {
        const token = await manager.findOneBy(TokenEntity, { organizationId, tokenId });
        if (token === null) throw notFound();
        return decide(state, token, now);
      },
    });
  }

  #run(
    intended: Intended<
      (state: OrganizationState, now: Date, manager: EntityManager) => Change | null | Promise<Change | null>
    >,
  ): Promise<ChangeOutcome> {
    return this.dataSource.transaction(async (manager) => {
      const { organizationId, cause } = intended;
      const organization = await lockOrganization(manager, organizationId);
      const now = this.clock.now();
      const state = await loadState(manager, organization, now);
      const unchanged = { made: false, state, tokens: [], now };
      if (await this.audit.isDone(manager, organizationId, cause.operationId)) return unchanged;
      const change = await intended.decide(state, now, manager);
      if (change === null) return unchanged;
      const next = applyChange(state, change, now);
      await writeRows(manager, organizationId, change);
      setState(organization, next);
      await this.audit.append(manager, organization, { ...change.audit, outcome: 'allowed', cause }, now);
      await saveOrganization(manager, organization);
      if (change.announcement !== null) {
        await this.outbox.add(manager, activeSetEvent(change.announcement, next, cause, now));
      }
      return { made: true, state: next, tokens: change.tokens ?? [], now };
    });
  }
}

const setState = (organization: OrganizationEntity, state: OrganizationState): void => {
  Object.assign(organization, {
    version: state.version,
    policyMode: state.policy.mode,
    policyEffectiveFrom: state.policy.effectiveFrom,
    policyVersion: state.policyVersion,
  });
};

const writeRows = async (manager: EntityManager, organizationId: string, change: Change): Promise<void> => {
  if (change.tokens !== undefined) await manager.upsert(TokenEntity, [...change.tokens], ['tokenId']);
  if (change.revokedValues !== undefined) await manager.insert(RevokedValueEntity, [...change.revokedValues]);
  if (change.noLongerHeld !== undefined) {
    await manager.delete(HeldTokenEntity, { organizationId, tokenId: change.noLongerHeld });
  }
  if (change.connection !== undefined) {
    const connection = { organizationId, ...change.connection };
    await manager.upsert(KnownConnectionEntity, connection, ['organizationId', 'connectionId']);
    const { connectionId, removed } = connection;
    if (removed) await manager.delete(HeldTokenEntity, { organizationId, connectionId });
  }
};
