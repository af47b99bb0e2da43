import type { Advance } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { In, IsNull, Not, type EntityManager } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import type { ChangeOutcome } from '../organization/organization-changes.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { newToken, type NewTokenSpec } from '../token/new-token.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { whyNotCreate } from '../token/token-rules.ts';
import { generateTokenValue } from '../token/token-value.ts';
import { TokenValues } from '../token/token-values.ts';
import { isUsable } from '../token/token.ts';
import { RotationChanges } from './rotation-changes.ts';
import { RotationEntity, type StoredRotation } from './rotation.entity.ts';

export interface WantedRotation {
  readonly organizationId: string;
  readonly connectionId: string | null;
  readonly label: string;
  /** Null: one is generated. */
  readonly value: string | null;
  /** Null: all usable tokens of the scope. */
  readonly replaces: readonly string[] | null;
  readonly advance: Advance;
  readonly graceHours: number;
  readonly deadline: Date | null;
  readonly createdBy: string;
  /** Asked under the organization's lock; false: nothing is begun. */
  readonly isStillWanted?: (state: OrganizationState, now: Date, manager: EntityManager) => Promise<boolean>;
}

/** Creates the new token and the rotation in one transaction. Both are known by the id of the operation that began them. */
@Injectable()
export class BeginRotation {
  constructor(
    private readonly changes: RotationChanges,
    private readonly values: TokenValues,
  ) {}

  async begin(wanted: WantedRotation, cause: Cause): Promise<ChangeOutcome> {
    const { organizationId, connectionId } = wanted;
    const spec = this.#tokenOf(wanted, cause.operationId);
    const digests = this.values.vault.digestsOf(spec.value);
    return this.changes.organization.makeReading({
      organizationId,
      cause,
      decide: async (state, now, manager) => {
        if ((await wanted.isStillWanted?.(state, now, manager)) === false) return null;
        await refuseSecond(manager, organizationId, connectionId);
        refuseIf(whyNotCreate(state, { connectionId, digests }));
        const rotation = newRotation(wanted, { replaces: replacedBy(wanted, state, now), cause, now });
        const announcement = { type: 'TokenCreated' as const, tokenId: spec.tokenId };
        const step = { rotation, change: { announcement, tokens: [newToken(spec, now)] } };
        return this.changes.changeOf({ step, event: 'RotationStarted' }, { before: null, cause, now });
      },
    });
  }

  #tokenOf(
    { organizationId, connectionId, label, ...wanted }: WantedRotation,
    tokenId: string,
  ): NewTokenSpec {
    const value = wanted.value ?? generateTokenValue();
    return {
      tokenId,
      organizationId,
      label,
      origin: wanted.value === null ? 'generated' : 'manual',
      value,
      stored: this.values.vault.store(organizationId, tokenId, value),
      connectionId,
      expiresAt: null,
      createdBy: wanted.createdBy,
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
const replacedBy = (
  { replaces, connectionId }: WantedRotation,
  state: OrganizationState,
  now: Date,
): readonly string[] => {
  const ofScope = state.tokens.filter((token) => isUsable(token, now) && token.connectionId === connectionId);
  const ids = new Set(ofScope.map(({ tokenId }) => tokenId));
  const issues = (replaces ?? [])
    .map((tokenId, index) => ({ tokenId, path: `replaces.${index}` }))
    .filter(({ tokenId }) => !ids.has(tokenId))
    .map(({ path }) => ({ path, message: 'is no usable token of the same scope' }));
  if (issues.length > 0) throw new CodedError('invalid-request', 'The body is not valid', { issues });
  return [...new Set(replaces ?? ids)];
};

interface Beginning {
  readonly replaces: readonly string[];
  readonly cause: Cause;
  readonly now: Date;
}

const newRotation = (
  { organizationId, connectionId, label, advance, graceHours, deadline, createdBy }: WantedRotation,
  { replaces, cause, now }: Beginning,
): StoredRotation => ({
  rotationId: cause.operationId,
  organizationId,
  connectionId,
  label,
  state: 'delivering',
  stateSince: now,
  heldIn: null,
  heldBecause: null,
  tokenId: cause.operationId,
  replaces,
  advance,
  graceHours,
  deadline,
  startedAt: now,
  createdBy,
  version: 1,
});
