import { findPolicyRoute, setPolicyRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import type { AuditContent } from '../audit/audit-row.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import type { Policy } from '../organization/organization-state.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { setSchedule } from '../rotation/rotation-schedules.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { whyNotEnforce, whyNotEnforceUnseen } from '../token/token-rules.ts';
import { ShownPolicy } from './shown-policy.ts';

type FindRoute = typeof findPolicyRoute;
type SetRoute = typeof setPolicyRoute;

@Controller()
export class SetPolicyController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly shown: ShownPolicy,
    private readonly dryRuns: DryRuns,
  ) {}

  @Serves(findPolicyRoute)
  async find(@Call() { params }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { policy, version } = await this.shown.of(params.organizationId);
    return { status: 200, body: policy, version };
  }

  @Serves(setPolicyRoute)
  async set(@Call() { params, query, body, versions, cause }: CallTo<SetRoute>): Promise<AnswerTo<SetRoute>> {
    const { organizationId } = params;
    const { acknowledgeHaltedDevices = null } = body;
    const outcome = await this.changes.make({
      organizationId,
      cause,
      decide: (state, now) => {
        if (!isDryRun(query)) requireVersion(versions, state.policyVersion);
        const policy = policyOf(body, state.policy);
        refuseIf(whyNotEnforce(state, policy));
        const gate = gateOf({ ...query, ...body });
        return {
          announcement: { type: 'PolicyChanged' },
          audit: {
            action: 'setPolicy',
            subjectId: null,
            before: auditedPolicy(state.policy),
            after: { ...auditedPolicy(policy), acknowledgeHaltedDevices },
          },
          policy,
          also: (manager) => setSchedule(manager, organizationId, { ...policy, now }),
          gate: { ...gate, whyNotUnseen: whyNotEnforceUnseen(state, policy, now) },
        };
      },
    });
    if (isDryRun(query)) return this.dryRuns.answer(outcome, cause.correlationId);
    const { policy, version } = await this.shown.of(organizationId);
    return { status: 200, body: policy, version };
  }
}

const policyOf = (body: CallTo<SetRoute>['body'], present: Policy): Policy => ({
  mode: body.mode,
  effectiveFrom: body.effectiveFrom === null ? null : new Date(body.effectiveFrom),
  activeDays: body.activeDays ?? present.activeDays,
  rotateEveryDays: body.rotateEveryDays === undefined ? present.rotateEveryDays : body.rotateEveryDays,
  rotateWhenShare: body.rotateWhenShare ?? present.rotateWhenShare,
});

const auditedPolicy = ({ effectiveFrom, ...policy }: Policy): AuditContent => ({
  ...policy,
  effectiveFrom: effectiveFrom?.toISOString() ?? null,
});
