import { revokeTokenRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { newEffect } from '../operations/effects.ts';
import { Outcomes } from '../operations/outcomes.ts';
import type { Change } from '../organization/change.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { RotationChanges } from '../rotation/rotation-changes.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { revokedValueOf } from '../token/revoked-value-of.ts';
import { auditedToken } from '../token/shown-token.ts';
import { whyNotRevoke } from '../token/token-rules.ts';
import type { RevocationReason, Token } from '../token/token.ts';
import { Tokens } from '../token/tokens.ts';

type Route = typeof revokeTokenRoute;

@Controller()
export class RevokeTokenController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly tokens: Tokens,
    private readonly outcomes: Outcomes,
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
    if (isDryRun(query)) return this.outcomes.dryRuns.answer(outcome, cause.correlationId);
    const effect = await this.outcomes.effects.of(outcome, cause);
    const token = await this.tokens.showChanged(outcome, organizationId, tokenId);
    const lastPresentedBy = await this.outcomes.devices.presenting(organizationId, tokenId);
    const { impact } = outcome;
    const told = { token, ...effect.told, impact, lastPresentedBy };
    const answer = { body: told, version: token.version };
    return effect.told.effective
      ? { status: 200, ...answer }
      : { status: 202, ...answer, location: effect.location };
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
    begins: newEffect('revokeToken', token.tokenId),
  };
};
