import { revokeTokenRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { Devices } from '../device/devices.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import type { Change } from '../organization/change.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { RotationChanges } from '../rotation/rotation-changes.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { revokedValueOf } from '../token/revoked-value-of.ts';
import { auditedToken } from '../token/shown-token.ts';
import { whyNotRevoke } from '../token/token-rules.ts';
import type { RevocationReason, Token } from '../token/token.ts';
import { Tokens } from '../token/tokens.ts';
import { TakeEffect } from './take-effect.ts';

type Route = typeof revokeTokenRoute;

@Controller()
export class RevokeTokenController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly tokens: Tokens,
    private readonly takeEffect: TakeEffect,
    private readonly devices: Devices,
    private readonly dryRuns: DryRuns,
    private readonly rotations: RotationChanges,
  ) {}

  @Serves(revokeTokenRoute)
  async revoke(@Call() call: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId, tokenId } = call.params;
    const { query, body, versions, cause } = call;
    const isGated = body.because === 'retired' && !isDryRun(query);
    const outcome = await this.changes.makeToToken({
      organizationId,
      tokenId,
      cause,
      decide: async (state, token, now, manager) => {
        if (!isDryRun(query)) requireVersion(versions, token.version);
        refuseIf(whyNotRevoke(state, token, now));
        const revoked = revocation(token, body.because, body.note ?? null, now);
        const gate = { ...gateOf({ ...query, ...body }), isGated };
        const whole = await this.rotations.afterRevocation(manager, {
          change: revoked,
          token,
          because: body.because,
          cause,
          now,
        });
        return { ...whole, gate };
      },
    });
    if (isDryRun(query)) return this.dryRuns.answer(outcome, cause.correlationId);
    const { activeSet, impact } = outcome;
    const effective = await this.takeEffect.of(organizationId, activeSet, cause.correlationId);
    const token = await this.tokens.showChanged(outcome, organizationId, tokenId);
    const lastPresentedBy = await this.devices.presenting(organizationId, tokenId);
    const answer = { token, effective, activeSetVersion: activeSet.version, impact, lastPresentedBy };
    return { status: effective ? 200 : 202, body: answer, version: token.version };
  }
}

const revocation = (token: Token, because: RevocationReason, note: string | null, now: Date): Change => {
  const revoked: Token = {
    ...token,
    state: 'revoked',
    revokedAt: now,
    revokedBecause: because,
    changedAt: now,
    version: token.version + 1,
  };
  return {
    announcement: { type: 'TokenRevoked', tokenId: token.tokenId },
    audit: {
      action: 'revokeToken',
      subjectId: token.tokenId,
      before: auditedToken(token),
      after: { ...auditedToken(revoked), note },
    },
    tokens: [revoked],
    revokedValues: [revokedValueOf(token, now)],
  };
};
