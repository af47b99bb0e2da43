import { findPolicyRoute, setPolicyRoute, type policySchema } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { AuditContent } from '../audit/audit-row.ts';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { KnownConnectionEntity } from '../organization/known-connection.entity.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import type { Policy } from '../organization/organization-state.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { whyNotEnforce, whyNotEnforceUnseen } from '../token/token-rules.ts';

type FindRoute = typeof findPolicyRoute;
type SetRoute = typeof setPolicyRoute;

@Controller()
export class SetPolicyController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly organizations: Organizations,
    private readonly dataSource: DataSource,
    private readonly dryRuns: DryRuns,
  ) {}

  @Serves(findPolicyRoute)
  async find(@Call() { params }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { organizationId } = params;
    const organization = await this.organizations.find(organizationId);
    const connected = { organizationId, removed: false };
    const body: z.infer<typeof policySchema> = {
      mode: organization.policyMode,
      effectiveFrom: organization.policyEffectiveFrom?.toISOString() ?? null,
      mdmIntegrated: await this.dataSource.manager.existsBy(KnownConnectionEntity, connected),
      activeDays: organization.activeDays,
    };
    return { status: 200, body, version: organization.policyVersion };
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
          gate: { ...gate, whyNotUnseen: whyNotEnforceUnseen(state, policy, now) },
        };
      },
    });
    if (isDryRun(query)) return this.dryRuns.answer(outcome, cause.correlationId);
    return this.find({ params } as CallTo<FindRoute>);
  }
}

const policyOf = (body: CallTo<SetRoute>['body'], present: Policy): Policy => ({
  mode: body.mode,
  effectiveFrom: body.effectiveFrom === null ? null : new Date(body.effectiveFrom),
  activeDays: body.activeDays ?? present.activeDays,
});

const auditedPolicy = ({ mode, effectiveFrom, activeDays }: Policy): AuditContent => ({
  mode,
  effectiveFrom: effectiveFrom?.toISOString() ?? null,
  activeDays,
});
