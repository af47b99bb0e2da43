import { listDeliveries, type Delivery } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ownCause } from '../audit/own-cause.ts';
import { schema } from '../database/schema.ts';
import { deviceCounts, firstOfDays } from '../device/device-counts.ts';
import { impactOfChange } from '../impact/impact-of-change.ts';
import { Effects } from '../operations/effects.ts';
import { applyChange } from '../organization/change.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { adoptionOf } from './adoption.ts';
import { automaticStep } from './automatic-step.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { eventOf, hasRevoked, leavesNoneUsable, RotationChanges, type Decision } from './rotation-changes.ts';
import { advanced, held, type Situation } from './rotation-steps.ts';
import type { StoredRotation } from './rotation.entity.ts';
import { TakenIn } from './taken-in.ts';

const askTimeoutMs = 5_000;
const behindSeconds = 1;

const historyStatement = `
  INSERT INTO ${schema}.rotation_history AS held (rotation_id, hour, on_new, on_old, on_other)
  VALUES ($1, date_trunc('hour', $2::timestamptz, 'UTC'), $3, $4, $5)
  ON CONFLICT (rotation_id, hour) DO UPDATE
  SET on_new = excluded.on_new, on_old = excluded.on_old, on_other = excluded.on_other`;

interface Claimed {
  readonly organizationId: string;
  readonly rotationId: string;
}

interface Look {
  readonly claimed: Claimed;
  readonly deliveries: readonly Delivery[] | null;
  /** Otherwise it is only told that a step is due. */
  readonly mayAdvance: boolean;
}

interface Seen {
  readonly made: boolean;
  readonly isDue: boolean;
}

/** One look at a rotation: makes the step that is due by itself, and holds it instead where that would halt devices. */
@Injectable()
export class LookAtRotation {
  constructor(
    private readonly changes: RotationChanges,
    private readonly requester: Requester,
    private readonly effects: Effects,
    private readonly takenIn: TakenIn,
  ) {}

  /**
   * In how many seconds to look again; null: whenever it is its turn. A step that is due is judged by a ledger that has all
   * that was said of devices until then. What has just made a step may be able to make the next one.
   */
  async at(claimed: Claimed): Promise<number | null> {
    const deliveries = await this.#deliveries(claimed.organizationId);
    const first = await this.#look({ claimed, deliveries, mayAdvance: false });
    if (!first.isDue) {
      this.takenIn.forget(claimed.rotationId);
      return first.made ? 0 : null;
    }
    if (await this.takenIn.isBehind(claimed.rotationId)) return behindSeconds;
    const { made } = await this.#look({ claimed, deliveries, mayAdvance: true });
    return made ? 0 : null;
  }

  async #look({ claimed, deliveries, mayAdvance }: Look): Promise<Seen> {
    const { organizationId } = claimed;
    const cause = ownCause();
    let isDue = false;
    const outcome = await this.changes.make({
      ...claimed,
      cause,
      decide: async (situation, state, manager) => {
        const { rotation, now } = situation;
        const active = await deviceCounts(manager, organizationId, firstOfDays(state.policy.activeDays, now));
        const adoption = adoptionOf(rotation, active);
        const { onNew, onOld, onOther } = adoption;
        await manager.query(historyStatement, [rotation.rotationId, now, onNew, onOld, onOther]);
        const due = automaticStep(rotation, { allStored: allStored(rotation, deliveries), adoption, now });
        isDue = due === 'advance';
        if (due === 'advance') return mayAdvance ? stepWithoutHalting(situation, state, manager) : null;
        return due === null ? null : { step: held(situation, due), event: 'RotationHeld' };
      },
    });
    if (hasRevoked(outcome)) await this.effects.of(outcome, cause);
    return { made: outcome.made, isDue };
  }

  async #deliveries(organizationId: string): Promise<readonly Delivery[] | null> {
    const options = { timeoutMs: askTimeoutMs };
    const reply = await this.requester.askIfThere(listDeliveries, { organizationId }, options);
    return reply?.items ?? null;
  }
}

const allStored = (rotation: StoredRotation, deliveries: readonly Delivery[] | null): boolean | null => {
  if (deliveries === null) return null;
  return deliveriesOf(rotation, deliveries).every(
    ({ state, heldTokenId }) => state === 'stored' && heldTokenId === rotation.tokenId,
  );
};

const stepWithoutHalting = async (
  situation: Situation,
  state: OrganizationState,
  manager: EntityManager,
): Promise<Decision | null> => {
  const { now } = situation;
  const step = advanced(situation);
  if (step === null) return null;
  if (leavesNoneUsable(state, step, now))
    return { step: held(situation, 'last-active-token'), event: 'RotationHeld' };
  const audit = { action: '', subjectId: null, before: null, after: null };
  const after = applyChange(state, { ...step.change, audit }, now);
  const { halted } = await impactOfChange(manager, { before: state, after, now });
  if (halted > 0) return { step: held(situation, 'would-halt-devices'), event: 'RotationHeld' };
  return { step, event: eventOf(step) };
};
