import { startRotationRoute } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import { newToken } from '../token/new-token.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { RotationChanges } from '../rotation/rotation-changes.ts';
import { RotationEntity, type StoredRotation } from '../rotation/rotation.entity.ts';
import { Rotations } from '../rotation/rotations.ts';
import { shownRotation } from '../rotation/shown-rotation.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { whyNotCreate } from '../token/token-rules.ts';
import { generateTokenValue } from '../token/token-value.ts';
import { TokenValues } from '../token/token-values.ts';
import { isUsable } from '../token/token.ts';
import { Tokens } from '../token/tokens.ts';

type Route = typeof startRotationRoute;

@Controller()
export class StartRotationController {
  constructor(
    private readonly changes: RotationChanges,
    private readonly rotations: Rotations,
    private readonly tokens: Tokens,
    private readonly values: TokenValues,
  ) {}

  @Serves(startRotationRoute)
  async start(@Call() call: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { params, body, caller, cause } = call;
    const { organizationId } = params;
    const tokenId = cause.operationId;
    const connectionId = body.connectionId ?? null;
    if (body.value !== undefined)
      await this.values.kept.requireKept(
        { organizationId, connectionId, value: body.value },
        cause.correlationId,
      );
    const given = body.value ?? generateTokenValue();
    const spec = {
      tokenId,
      organizationId,
      label: body.label,
      origin: body.value === undefined ? ('generated' as const) : ('manual' as const),
      value: given,
      stored: this.values.vault.store(organizationId, tokenId, given),
      connectionId,
      expiresAt: null,
      createdBy: caller.id,
    };
    const digests = this.values.vault.digestsOf(given);
    const outcome = await this.changes.organization.makeReading({
      organizationId,
      cause,
      decide: async (state, now, manager) => {
        await refuseSecond(manager, organizationId, spec.connectionId);
        refuseIf(whyNotCreate(state, { connectionId: spec.connectionId, digests }));
        const rotation = newRotation(call, replacedBy(call, state, now), now);
        const announcement = { type: 'TokenCreated' as const, tokenId };
        const step = { rotation, change: { announcement, tokens: [newToken(spec, now)] } };
        return this.changes.changeOf({ step, event: 'RotationStarted' }, { before: null, cause, now });
      },
    });
    const rotation = await this.rotations.find({ organizationId, rotationId: tokenId });
    const token = await this.tokens.showChanged(outcome, organizationId, rotation.tokenId);
    const value = this.values.vault.open(await this.tokens.find(organizationId, rotation.tokenId));
    return {
      status: 201,
      body: { rotation: shownRotation(rotation), token, value },
      version: rotation.version,
    };
  }
}

/** One rotation per scope at a time. */
const refuseSecond = async (
  manager: EntityManager,
  organizationId: string,
  connectionId: string | null,
): Promise<void> => {
  const open = await manager.findOneBy(RotationEntity, {
    organizationId,
    connectionId: connectionId ?? IsNull(),
    state: Not(In(['completed', 'cancelled'])),
  });
  if (open !== null)
    throw new CodedError('conflict', `The rotation ${open.rotationId} runs: advance or cancel it first`);
};

/** Throws `invalid-request` for a token that is not usable, or of another scope. */
const replacedBy = ({ body }: CallTo<Route>, state: OrganizationState, now: Date): readonly string[] => {
  const ofScope = state.tokens.filter(
    (token) => isUsable(token, now) && token.connectionId === (body.connectionId ?? null),
  );
  const ids = new Set(ofScope.map(({ tokenId }) => tokenId));
  const issues = (body.replaces ?? [])
    .map((tokenId, index) => ({ tokenId, path: `replaces.${index}` }))
    .filter(({ tokenId }) => !ids.has(tokenId))
    .map(({ path }) => ({ path, message: 'is no usable token of the same scope' }));
  if (issues.length > 0) throw new CodedError('invalid-request', 'The body is not valid', { issues });
  return [...new Set(body.replaces ?? ids)];
};

const newRotation = (
  { params, body, caller, cause }: CallTo<Route>,
  replaces: readonly string[],
  now: Date,
): StoredRotation => ({
  rotationId: cause.operationId,
  organizationId: params.organizationId,
  connectionId: body.connectionId ?? null,
  label: body.label,
  state: 'delivering',
  stateSince: now,
  heldIn: null,
  heldBecause: null,
  tokenId: cause.operationId,
  replaces,
  advance: body.advance,
  graceHours: body.graceHours,
  deadline: body.deadline === null ? null : new Date(body.deadline),
  startedAt: now,
  createdBy: caller.id,
  version: 1,
});
