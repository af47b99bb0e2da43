import { createTokenRoute } from '@mdm-gate/contracts';
import { Clock } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { futureExpiry } from '../token/future-expiry.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import { auditedToken } from '../token/shown-token.ts';
import { generateTokenValue } from '../token/token-value.ts';
import { TokenValues } from '../token/token-values.ts';
import { whyNotCreate } from '../token/token-rules.ts';
import { Tokens } from '../token/tokens.ts';
import { newToken } from '../token/new-token.ts';

type Route = typeof createTokenRoute;

@Controller()
export class CreateTokenController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly tokens: Tokens,
    private readonly values: TokenValues,
    private readonly clock: Clock,
  ) {}

  @Serves(createTokenRoute)
  async create(@Call() { params, body, caller, cause }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId } = params;
    const tokenId = cause.operationId;
    if (body.value !== undefined) {
      const connectionId = body.connectionId ?? null;
      const entered = { organizationId, connectionId, value: body.value };
      await this.values.kept.requireKept(entered, cause.correlationId);
    }
    const value = body.value ?? generateTokenValue();
    const spec = {
      tokenId,
      organizationId,
      label: body.label,
      origin: body.value === undefined ? ('generated' as const) : ('manual' as const),
      value,
      stored: this.values.vault.store(organizationId, tokenId, value),
      connectionId: body.connectionId ?? null,
      expiresAt: futureExpiry(body.expiresAt, this.clock.now()),
      createdBy: caller.id,
    };
    const outcome = await this.changes.make({
      organizationId,
      cause,
      decide: (state, now) => {
        refuseIf(
          whyNotCreate(state, {
            connectionId: spec.connectionId,
            digests: this.values.vault.digestsOf(value),
          }),
        );
        const token = newToken(spec, now);
        return {
          announcement: { type: 'TokenCreated', tokenId },
          audit: { action: 'createToken', subjectId: tokenId, before: null, after: auditedToken(token) },
          tokens: [token],
        };
      },
    });
    const shown = await this.tokens.showChanged(outcome, organizationId, tokenId);
    return {
      status: 201,
      body: { token: shown, value: outcome.made ? value : await this.#earlierValue(params, cause) },
      version: shown.version,
    };
  }

  /**
   * Of an earlier try of the same request, which generated a value of its own. It is disclosed once more, which the audit
   * says; null when it is no longer the token's.
   */
  async #earlierValue({ organizationId }: CallTo<Route>['params'], cause: Cause): Promise<string | null> {
    const { operationId: tokenId } = cause;
    let value: string | null = null;
    await this.changes.makeToToken({
      organizationId,
      tokenId,
      cause: { ...cause, operationId: uuidv7() },
      decide: async (_state, token, _now, manager) => {
        if (await manager.existsBy(RevokedValueEntity, { organizationId, tokenId })) return null;
        value = this.values.vault.open(token);
        const after = { fingerprint: token.fingerprint, disclosed: 'again' };
        return {
          announcement: null,
          audit: { action: 'createToken', subjectId: tokenId, before: null, after },
        };
      },
    });
    return value;
  }
}
