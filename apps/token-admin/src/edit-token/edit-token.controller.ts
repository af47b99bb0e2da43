import { editTokenRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { newEffect } from '../operations/effects.ts';
import { Outcomes } from '../operations/outcomes.ts';
import type { Change } from '../organization/change.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { futureExpiry } from '../token/future-expiry.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { revokedValueOf } from '../token/revoked-value-of.ts';
import { auditedToken } from '../token/shown-token.ts';
import { whyNotEdit } from '../token/token-rules.ts';
import type { Token } from '../token/token.ts';
import { TokenValues } from '../token/token-values.ts';
import { Tokens } from '../token/tokens.ts';
import { editedToken, type TokenEdit } from './edited-token.ts';

type Route = typeof editTokenRoute;

@Controller()
export class EditTokenController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly tokens: Tokens,
    private readonly values: TokenValues,
    private readonly outcomes: Outcomes,
  ) {}

  @Serves(editTokenRoute)
  async edit(@Call() call: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId, tokenId } = call.params;
    const { cause, versions, query, body } = call;
    if (body.value !== undefined) {
      const { connectionId } = await this.tokens.find(organizationId, tokenId);
      await this.values.kept.requireKept(
        { organizationId, connectionId, value: body.value },
        cause.correlationId,
      );
    }
    const digests = body.value === undefined ? null : this.values.vault.digestsOf(body.value);
    const outcome = await this.changes.makeToToken({
      organizationId,
      tokenId,
      cause,
      decide: (state, token, now) => {
        if (!isDryRun(query)) requireVersion(versions, token.version);
        const edit = this.#editOf(call, now);
        refuseIf(whyNotEdit(state, token, { digests, expiresAt: edit.expiresAt }));
        return { ...changeOf(token, edit, now), gate: gateOf({ ...query, ...body }) };
      },
    });
    if (isDryRun(query)) return this.outcomes.dryRuns.answer(outcome, cause.correlationId);
    const shown = await this.tokens.showChanged(outcome, organizationId, tokenId);
    const effect = await this.outcomes.effects.of(outcome, cause);
    const answer = { body: { ...shown, ...effect.told }, version: shown.version };
    return effect.told.effective
      ? { status: 200, ...answer }
      : { status: 202, ...answer, location: effect.location };
  }

  #editOf({ params, body }: CallTo<Route>, now: Date): TokenEdit {
    const { label, expiresAt, value } = body;
    return {
      label,
      expiresAt: expiresAt === undefined ? undefined : futureExpiry(expiresAt, now),
      value:
        value === undefined
          ? undefined
          : { text: value, stored: this.values.vault.store(params.organizationId, params.tokenId, value) },
    };
  }
}

const changeOf = (token: Token, edit: TokenEdit, now: Date): Change => {
  const edited = editedToken(token, edit, now);
  return {
    announcement: { type: 'TokenChanged', tokenId: token.tokenId },
    audit: {
      action: 'editToken',
      subjectId: token.tokenId,
      before: auditedToken(token),
      after: { ...auditedToken(edited), valueChanged: edit.value !== undefined },
    },
    tokens: [edited],
    begins: newEffect('editToken', token.tokenId),
    ...(edit.value === undefined
      ? {}
      : { revokedValues: [revokedValueOf(token, now)], noLongerHeld: token.tokenId }),
  };
};
