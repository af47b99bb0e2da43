import { Outbox } from '@mdm-gate/outbox';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { In, Not, type EntityManager } from 'typeorm';
import type { Cause } from '../audit/audit-row.ts';
import type { Gate } from '../impact/gate.ts';
import { newEffect } from '../operations/effects.ts';
import { applyChange, type Change } from '../organization/change.ts';
import { notFound } from '../organization/load-organization.ts';
import { OrganizationChanges, type ChangeOutcome } from '../organization/organization-changes.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { isUsable, type RevocationReason, type Token } from '../token/token.ts';
import { rotationEvent, type RotationEventType } from './rotation-event.ts';
import { afterRevocation, type Situation, type Step } from './rotation-steps.ts';
import { RotationEntity, type StoredRotation } from './rotation.entity.ts';

export interface Decision {
  readonly step: Step;
  readonly event: RotationEventType;
  readonly gate?: Gate;
}

export interface IntendedStep {
  readonly organizationId: string;
  readonly rotationId: string;
  readonly cause: Cause;
  readonly decide: (
    situation: Situation,
    state: OrganizationState,
    manager: EntityManager,
  ) => Decision | null | Promise<Decision | null>;
}

/** Changes rotations together with their tokens, each step in one transaction under the organization's lock. */
@Injectable()
export class RotationChanges {
  constructor(
    readonly organization: OrganizationChanges,
    private readonly outbox: Outbox,
  ) {}

  make({ organizationId, rotationId, cause, decide }: IntendedStep): Promise<ChangeOutcome> {
    return this.organization.makeReading({
      organizationId,
      cause,
      decide: async (state, now, manager) => {
        const rotation = await manager.findOneBy(RotationEntity, { organizationId, rotationId });
        if (rotation === null) throw notFound();
        const situation = await situationOf(manager, rotation, now);
        const decision = await decide(situation, state, manager);
        return decision === null ? null : this.changeOf(decision, { before: rotation, cause, now });
      },
    });
  }

  /** The change that revokes a token, with what follows from it for the rotation that the token has a part in. */
  async afterRevocation(
    manager: EntityManager,
    { change, token, because, cause, now }: Revocation,
  ): Promise<Change> {
    const { organizationId, tokenId } = token;
    const rotation = await openRotationWith(manager, organizationId, tokenId);
    if (rotation === null) return change;
    const step = afterRevocation(await situationOf(manager, rotation, now), tokenId, because);
    if (step === null) return change;
    const follows = this.changeOf({ step, event: eventOf(step) }, { before: rotation, cause, now });
    return {
      ...change,
      tokens: [...(change.tokens ?? []), ...(follows.tokens ?? [])],
      revokedValues: [...(change.revokedValues ?? []), ...(follows.revokedValues ?? [])],
      ...(follows.also === undefined ? {} : { also: follows.also }),
    };
  }

  /** The step as a change of the organization. */
  changeOf({ step, event, gate }: Decision, { before, cause, now }: Around): Change {
    const { rotation, change } = step;
    return {
      ...change,
      audit: {
        action: event,
        subjectId: rotation.rotationId,
        before: before === null ? null : auditedRotation(before),
        after: auditedRotation(rotation),
      },
      also: async (manager) => {
        await manager.upsert(RotationEntity, { ...rotation, replaces: [...rotation.replaces] }, [
          'rotationId',
        ]);
        await this.outbox.add(manager, rotationEvent(event, rotation, cause, now));
      },
      ...(revokes(change) ? { begins: newEffect(event, rotation.rotationId) } : {}),
      ...(gate === undefined ? {} : { gate }),
    };
  }
}

const revokes = ({ revokedValues = [] }: Step['change']): boolean => revokedValues.length > 0;

/** Whether its effect is to be followed: no check may pass any more by what it revoked. */
export const hasRevoked = ({ made, tokens }: ChangeOutcome): boolean =>
  made && tokens.some(({ state }) => state === 'revoked');

interface Revocation {
  readonly change: Change;
  readonly token: Token;
  readonly because: RevocationReason;
  readonly cause: Cause;
  readonly now: Date;
}

/** What others are told of a step that nothing held up. */
export const eventOf = ({ rotation: { state } }: Step): RotationEventType => {
  if (state === 'completed') return 'RotationCompleted';
  return state === 'cancelled' ? 'RotationCancelled' : 'RotationAdvanced';
};

interface Around {
  readonly before: StoredRotation | null;
  readonly cause: Cause;
  readonly now: Date;
}

const auditedRotation = ({
  label,
  state,
  heldIn,
  heldBecause,
  tokenId,
  replaces,
}: StoredRotation): object => ({
  label,
  state,
  heldIn,
  heldBecause,
  tokenId,
  replaces: [...replaces],
});

export const situationOf = async (
  manager: EntityManager,
  rotation: StoredRotation,
  now: Date,
): Promise<Situation> => {
  const { organizationId, tokenId, replaces } = rotation;
  const tokens = await manager.findBy(TokenEntity, { organizationId, tokenId: In([tokenId, ...replaces]) });
  return { rotation, tokens, now };
};

/** The open rotation that this token has a part in; null when there is none. */
export const openRotationWith = async (
  manager: EntityManager,
  organizationId: string,
  tokenId: string,
): Promise<StoredRotation | null> => {
  const open = { organizationId, state: Not(In(['completed', 'cancelled'])) };
  const rotations = await manager.findBy(RotationEntity, open);
  return rotations.find((each) => each.tokenId === tokenId || each.replaces.includes(tokenId)) ?? null;
};

/** Whether a policy asks for tokens and the step would leave none that a device could present. */
export const leavesNoneUsable = (state: OrganizationState, { change }: Step, now: Date): boolean => {
  const audit = { action: '', subjectId: null, before: null, after: null };
  const next = applyChange(state, { ...change, audit }, now);
  return state.policy.mode !== 'off' && !next.tokens.some((token) => isUsable(token, now));
};

export const refuseNoneUsable = (state: OrganizationState, step: Step, now: Date): void => {
  if (leavesNoneUsable(state, step, now))
    throw new CodedError('last-active-token', 'Without an active token every device would be halted');
};
