import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import { ownCause } from '../audit/own-cause.ts';
import { OrganizationChanges, type ChangeOutcome } from '../organization/organization-changes.ts';
import { TakeEffect } from './take-effect.ts';
import type { OperationEntity } from './operation.entity.ts';
import { operationPath } from './shown-operation.ts';
import { endEffective, handOver, isUnderWay, type NewOperation } from './operation-rows.ts';

/** How long the call may take that began it. */
const leaseMs = 8_000;

/** With a change of the active set: that it takes effect is followed until it has. */
export const newEffect = (action: string, subjectId: string): NewOperation => ({
  action,
  subjectId,
  before: null,
  sealedRequest: null,
  leaseMs,
});

export interface Effect {
  readonly told: {
    readonly effective: boolean;
    readonly activeSetVersion: number;
    readonly operationId: string;
  };
  /** Where to ask. */
  readonly location: string;
}

/** Follows changes of tokens until every check is decided by them. */
@Injectable()
export class Effects {
  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: OrganizationChanges,
    private readonly takeEffect: TakeEffect,
    private readonly clock: Clock,
  ) {}

  /** Makes the outcome of a change take effect, and says whether it has. */
  async of({ state, activeSet }: ChangeOutcome, { operationId, correlationId }: Cause): Promise<Effect> {
    const { organizationId } = state;
    const { version } = activeSet;
    const effective = await this.takeEffect.of(organizationId, activeSet, correlationId);
    const { manager } = this.dataSource;
    if (effective) await endEffective(manager, { organizationId, version }, this.clock.now());
    else await handOver(manager, operationId);
    return {
      told: { effective, activeSetVersion: version, operationId },
      location: operationPath(organizationId, operationId),
    };
  }

  /** One more try, for an operation that was answered before it was effective. */
  async goOn(operation: OperationEntity): Promise<void> {
    const { organizationId, operationId, subjectId, correlationId } = operation;
    const cause = ownCause(correlationId);
    const { activeSet } = await this.changes.make({ organizationId, cause, decide: () => null });
    const { version: activeSetVersion } = activeSet;
    if (!(await this.takeEffect.of(organizationId, activeSet, correlationId))) return;
    const audit = {
      action: 'takeEffect',
      subjectId,
      before: null,
      after: { operationId, activeSetVersion },
    };
    const ends = { operationId, state: 'effective', failureCode: null, reply: null } as const;
    await this.changes.make({
      organizationId,
      cause,
      decide: (state) => (isUnderWay(state, operationId) ? { announcement: null, audit, ends } : null),
    });
  }
}
