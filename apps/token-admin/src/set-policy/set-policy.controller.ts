import { findPolicyRoute, setPolicyRoute, type ActiveSet } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { AuditContent } from '../audit/audit-row.ts';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { KnownConnectionEntity } from '../organization/known-connection.entity.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import type { Policy } from '../organization/organization-state.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { whyNotSetPolicy } from '../token/token-rules.ts';

type FindRoute = typeof findPolicyRoute;
type SetRoute = typeof setPolicyRoute;

@Controller()
export class SetPolicyController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly organizations: Organizations,
    private readonly dataSource: DataSource,
  ) {}

  @Serves(findPolicyRoute)
  async find(@Call() { params }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { organizationId } = params;
    const organization = await this.organizations.find(organizationId);
    const connected = { organizationId, removed: false };
    const body: ActiveSet['policy'] = {
      mode: organization.policyMode,
      effectiveFrom: organization.policyEffectiveFrom?.toISOString() ?? null,
      mdmIntegrated: await this.dataSource.manager.existsBy(KnownConnectionEntity, connected),
    };
    return { status: 200, body, version: organization.policyVersion };
  }

  @Serves(setPolicyRoute)
  async set(@Call() { params, body, versions, cause }: CallTo<SetRoute>): Promise<AnswerTo<SetRoute>> {
    const { organizationId } = params;
    const policy: Policy = {
      mode: body.mode,
      effectiveFrom: body.effectiveFrom === null ? null : new Date(body.effectiveFrom),
    };
    await this.changes.make({
      organizationId,
      cause,
      decide: (state, now) => {
        requireVersion(versions, state.policyVersion);
        refuseIf(whyNotSetPolicy(state, { ...policy, acknowledgeLockout: body.acknowledgeLockout }, now));
        return {
          announcement: { type: 'PolicyChanged' },
          audit: {
            action: 'setPolicy',
            subjectId: null,
            before: auditedPolicy(state.policy),
            after: { ...auditedPolicy(policy), acknowledgeLockout: body.acknowledgeLockout },
          },
          policy,
        };
      },
    });
    return this.find({ params } as CallTo<FindRoute>);
  }
}

const auditedPolicy = ({ mode, effectiveFrom }: Policy): AuditContent => ({
  mode,
  effectiveFrom: effectiveFrom?.toISOString() ?? null,
});
