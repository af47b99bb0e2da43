import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { Counter } from '@prometheus-io/client';
import { DataSource } from 'typeorm';
import { ownCause } from '../audit/own-cause.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { Organizations } from '../organization/organizations.ts';
import { BeginRotation, type WantedRotation } from './begin-rotation.ts';
import { dueAt, rotatableScopes, type Scope } from './due-scopes.ts';

const graceHours = 72;
const hourMs = 3_600_000;
/** Tokens and rotations come and go meanwhile. */
const lookAgainMsMax = hourMs;
/** Nothing changes by itself about what was refused. */
const refusedAgainMs = 24 * hourMs;

const begun = new Counter({
  name: 'token_admin_automatic_rotations_total',
  help: 'Rotations that were due by rotateEveryDays: started, or refused, which the audit trail explains',
  labelNames: ['outcome'] as const,
});

/** Begins the rotations of an organization that its policy's `rotateEveryDays` makes due. */
@Injectable()
export class AutomaticRotations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly organizations: Organizations,
    private readonly beginning: BeginRotation,
    private readonly changes: OrganizationChanges,
  ) {}

  /** Answers with when to look again. */
  async begin(organizationId: string, now: Date): Promise<Date> {
    const { rotateEveryDays } = await this.organizations.find(organizationId);
    const latest = now.getTime() + lookAgainMsMax;
    if (rotateEveryDays === null) return new Date(latest);
    const scopes = await rotatableScopes(this.dataSource.manager, organizationId, now);
    const isDue = (scope: Scope): boolean => dueAt(scope, rotateEveryDays) <= now;
    const wereBegun: boolean[] = [];
    for (const scope of scopes.filter(isDue)) wereBegun.push(await this.#begin(organizationId, scope));
    if (wereBegun.includes(false)) return new Date(now.getTime() + refusedAgainMs);
    const coming = scopes.filter((scope) => !isDue(scope)).map((scope) => dueAt(scope, rotateEveryDays));
    return new Date(Math.min(latest, ...coming.map((at) => at.getTime())));
  }

  /** False: it was refused. */
  async #begin(organizationId: string, scope: Scope): Promise<boolean> {
    const cause = ownCause();
    try {
      const { rotateWhenShare } = await this.organizations.find(organizationId);
      const outcome = await this.beginning.begin(wanted(organizationId, scope, rotateWhenShare), cause);
      if (outcome.made) begun.inc({ outcome: 'started' });
      return true;
    } catch (error) {
      if (!(error instanceof CodedError) || error.status >= 500) throw error;
      begun.inc({ outcome: 'refused' });
      await this.changes.record(organizationId, ownCause(), {
        action: 'startRotation',
        outcome: 'refused',
        subjectId: null,
        before: null,
        after: { connectionId: scope.connectionId, code: error.code },
      });
      return false;
    }
  }
}

/** Another replica, or a person, may have begun one, and the policy may be another by now. */
const wanted = (
  organizationId: string,
  { connectionId, since }: Scope,
  whenShare: number,
): WantedRotation => ({
  organizationId,
  connectionId,
  label: `Automatic, after ${since.toISOString().slice(0, 10)}`,
  value: null,
  replaces: null,
  advance: { whenShare, notBefore: null },
  graceHours,
  deadline: null,
  createdBy: 'token-admin',
  isStillWanted: async ({ policy: { rotateEveryDays } }, now, manager) => {
    if (rotateEveryDays === null) return false;
    const scopes = await rotatableScopes(manager, organizationId, now);
    const same = scopes.find((scope) => scope.connectionId === connectionId);
    return same !== undefined && dueAt(same, rotateEveryDays) <= now;
  },
});
