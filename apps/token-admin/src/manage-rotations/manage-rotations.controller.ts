import {
  advanceRotationRoute,
  cancelRotationRoute,
  findRotationRoute,
  listRotationsRoute,
  listStragglersRoute,
  uuidSchema,
} from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { gateOf, isDryRun } from '../impact/gate.ts';
import { Outcomes } from '../operations/outcomes.ts';
import {
  eventOf,
  hasRevoked,
  refuseNoneUsable,
  RotationChanges,
  type Decision,
} from '../rotation/rotation-changes.ts';
import { advanced, cancelled, openStateOf, type Situation } from '../rotation/rotation-steps.ts';
import { Rotations } from '../rotation/rotations.ts';

type ListRoute = typeof listRotationsRoute;
type FindRoute = typeof findRotationRoute;
type StragglersRoute = typeof listStragglersRoute;
type AdvanceRoute = typeof advanceRotationRoute;
type CancelRoute = typeof cancelRotationRoute;

@Controller()
export class ManageRotationsController {
  constructor(
    private readonly rotations: Rotations,
    private readonly changes: RotationChanges,
    private readonly outcomes: Outcomes,
  ) {}

  @Serves(listRotationsRoute)
  async list(@Call() { params, query }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const olderThan = readCursor(query.cursor, uuidSchema);
    const rotations = await this.rotations.page(params.organizationId, olderThan, query.limit);
    const items = await this.rotations.showAll(params.organizationId, rotations);
    return { status: 200, body: pageAfter(items, query.limit, ({ rotationId }) => rotationId) };
  }

  @Serves(findRotationRoute)
  async find(@Call() { params }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const rotation = await this.rotations.find(params);
    const shown = await this.rotations.show(rotation);
    const body = { ...shown, progress: await this.rotations.progress.of(rotation) };
    return { status: 200, body, version: rotation.version };
  }

  @Serves(listStragglersRoute)
  async stragglers(@Call() { params, query }: CallTo<StragglersRoute>): Promise<AnswerTo<StragglersRoute>> {
    const body = await this.rotations.stragglers(await this.rotations.find(params), query);
    return { status: 200, body };
  }

  @Serves(advanceRotationRoute)
  advance(@Call() call: CallTo<AdvanceRoute>): Promise<AnswerTo<AdvanceRoute>> {
    return this.#decide(call, (situation) => {
      const step = advanced(situation);
      if (step === null) throw hasEnded();
      return { step, event: eventOf(step) };
    });
  }

  @Serves(cancelRotationRoute)
  cancel(@Call() call: CallTo<CancelRoute>): Promise<AnswerTo<CancelRoute>> {
    return this.#decide(call, (situation) => {
      if (openStateOf(situation.rotation) === null) throw hasEnded();
      return { step: cancelled(situation), event: 'RotationCancelled' };
    });
  }

  async #decide(
    { params, query, body, versions, cause }: CallTo<AdvanceRoute> | CallTo<CancelRoute>,
    decide: (situation: Situation) => Decision,
  ): Promise<AnswerTo<AdvanceRoute>> {
    const outcome = await this.changes.make({
      ...params,
      cause,
      decide: (situation, state) => {
        if (!isDryRun(query)) requireVersion(versions, situation.rotation.version);
        const decision = decide(withoutDeadline(situation));
        refuseNoneUsable(state, decision.step, situation.now);
        return { ...decision, gate: gateOf({ ...query, ...body }) };
      },
    });
    if (isDryRun(query)) return this.outcomes.dryRuns.answer(outcome, cause.correlationId);
    const effect = hasRevoked(outcome) ? await this.outcomes.effects.of(outcome, cause) : null;
    const rotation = await this.rotations.find(params);
    const answer = { body: await this.rotations.show(rotation), version: rotation.version };
    return effect?.told.effective === false
      ? { status: 202, ...answer, location: effect.location }
      : { status: 200, ...answer };
  }
}

const hasEnded = (): CodedError => new CodedError('conflict', 'The rotation has ended');

/** Whoever decides by hand after the deadline has answered it: it must not hold the rotation again at once. */
const withoutDeadline = (situation: Situation): Situation => {
  const { rotation, now } = situation;
  const hasPassed = rotation.deadline !== null && rotation.deadline <= now;
  return hasPassed ? { ...situation, rotation: { ...rotation, deadline: null } } : situation;
};
