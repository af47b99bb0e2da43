import type { ActiveSet, Impact } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import { judged } from '../impact/judged.ts';
import type { Token } from '../token/token.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { OrganizationHealing } from '../heal-stream/organization-healing.ts';
import { activeSetEvent } from './active-set-event.ts';
import { ChangeTools } from './change-tools.ts';
import { applyChange, type Change } from './change.ts';
import { lockOrganization, notFound, saveOrganization } from './load-organization.ts';
import { loadState } from './load-state.ts';
import type { OrganizationEntity } from './organization.entity.ts';
import type { OrganizationState } from './organization-state.ts';
import { Turns } from './turns.ts';
import { writeOperation, writeRows } from './write-rows.ts';

interface Intended<Decide> {
  readonly organizationId: string;
  readonly cause: Cause;
  /** The rules: what is to be written, or null when there is nothing to do. Throws a CodedError to refuse. */
  readonly decide: Decide;
}

export type IntendedChange = Intended<(state: OrganizationState, now: Date) => Change | null>;

/** The token is the organization's, in any state. */
export type IntendedTokenChange = Intended<
  (
    state: OrganizationState,
    token: Token,
    now: Date,
    manager: EntityManager,
  ) => Change | null | Promise<Change | null>
> & { readonly tokenId: string };

/**
 * `made` false: there was nothing to do, or an earlier try of the same request has done it. `state`: the organization
 * as it is now. `tokens`: those that were written.
 */
export interface ChangeOutcome {
  readonly made: boolean;
  readonly state: OrganizationState;
  /** Of that state, as the other services are to have it. */
  readonly activeSet: ActiveSet;
  readonly tokens: readonly Token[];
  readonly now: Date;
  /** Which active devices the change halts; null when it halts none by its nature, or was made by an earlier try. */
  readonly impact: Impact | null;
}

/** So many changes at once: what only reads always finds a connection. */
const changesAtOnceMax = 16;
/** How long a change waits for those of its organization that came before it. */
const patienceMs = 20_000;

/**
 * Changes an organization: state, version, audit row and event commit in one transaction under the organization's
 * row lock. Two changes of one organization never overlap, and versions have no gaps. Those of one organization wait for one
 * another here, before they take a connection: however many come at once, they are in nobody else's way.
 */
@Injectable()
export class OrganizationChanges {
  readonly #turns = new Turns(changesAtOnceMax);

  constructor(
    private readonly tools: ChangeTools,
    private readonly healing: OrganizationHealing,
  ) {}

  make(intended: IntendedChange): Promise<ChangeOutcome> {
    return this.#run(intended);
  }

  /** As `make`, for rules that look at more than the organization's state. */
  makeReading(intended: Intended<Deciding>): Promise<ChangeOutcome> {
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
        return decide(state, token, now, manager);
      },
    });
  }

  #run(intended: Intended<Deciding>): Promise<ChangeOutcome> {
    const askedAtMs = performance.now();
    return this.#turns.take(intended.organizationId, () => {
      if (performance.now() - askedAtMs > patienceMs)
        throw new CodedError('dependency-unavailable', 'Too many changes of this organization wait');
      return this.#inItsHistory(intended);
    });
  }

  /**
   * An organization that stands in another history than it was written in goes on in a new lineage first: whatever is
   * changed and published then is newer than all that copies may have of the history before.
   */
  async #inItsHistory(intended: Intended<Deciding>): Promise<ChangeOutcome> {
    const outcome = await this.#try(intended);
    if (outcome !== 'unsettled') return outcome;
    await this.healing.settle(intended.organizationId);
    const again = await this.#try(intended);
    if (again === 'unsettled')
      throw new CodedError('dependency-unavailable', 'The history of the database changes right now');
    return again;
  }

  #try(intended: Intended<Deciding>): Promise<ChangeOutcome | 'unsettled'> {
    return this.tools.dataSource.transaction(async (manager) => {
      const { organizationId, cause } = intended;
      const organization = await lockOrganization(manager, organizationId);
      if (!organization.settled) return 'unsettled';
      const now = this.tools.clock.now();
      const state = await loadState(manager, organization, now);
      const isDone = await this.tools.audit.isDone(manager, organizationId, cause.operationId);
      const change = isDone ? null : await intended.decide(state, now, manager);
      const unchanged = () => ({ made: false, state, activeSet: this.tools.sets.of(state), tokens: [], now });
      if (change === null) return { ...unchanged(), impact: null };
      const next = applyChange(state, change, now);
      const judgedAs = applyChange(state, change.judgedAs ?? change, now);
      const impact = await judged(manager, change.gate, { before: state, after: judgedAs, now });
      if (change.gate?.writes === false) return { ...unchanged(), impact };
      await writeRows(manager, organizationId, change);
      await writeOperation(manager, change, { organizationId, cause, version: next.version, now });
      setPolicy(organization, next);
      await this.tools.audit.append(
        manager,
        organization,
        { outcome: 'allowed', ...change.audit, cause },
        now,
      );
      const activeSet = await this.#conclude(manager, organization, { change, next, cause, now });
      return { made: true, state: next, activeSet, tokens: change.tokens ?? [], now, impact };
    });
  }

  async #conclude(
    manager: EntityManager,
    organization: OrganizationEntity,
    { change, next, cause, now }: Made,
  ): Promise<ActiveSet> {
    const { announcement } = change;
    if (announcement === null) {
      await saveOrganization(manager, organization);
      return this.tools.sets.of(next);
    }
    const activeSet = this.tools.sets.renew(organization, next, now);
    await saveOrganization(manager, organization);
    const { organizationId } = next;
    await this.tools.sets.publish(
      manager,
      activeSetEvent(announcement, { organizationId, activeSet, cause }, now),
    );
    return activeSet;
  }
}

type Deciding = (
  state: OrganizationState,
  now: Date,
  manager: EntityManager,
) => Change | null | Promise<Change | null>;

interface Made {
  readonly change: Change;
  readonly next: OrganizationState;
  readonly cause: Cause;
  readonly now: Date;
}

const setPolicy = (organization: OrganizationEntity, state: OrganizationState): void => {
  Object.assign(organization, {
    policyMode: state.policy.mode,
    policyEffectiveFrom: state.policy.effectiveFrom,
    activeDays: state.policy.activeDays,
    rotateEveryDays: state.policy.rotateEveryDays,
    rotateWhenShare: state.policy.rotateWhenShare,
    policyVersion: state.policyVersion,
  });
};
