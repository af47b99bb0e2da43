import { holdRotationRoute, resumeRotationRoute } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { RotationChanges, type Decision } from '../rotation/rotation-changes.ts';
import { held, openStateOf, resumed, type Situation } from '../rotation/rotation-steps.ts';
import { Rotations } from '../rotation/rotations.ts';

type HoldRoute = typeof holdRotationRoute;
type ResumeRoute = typeof resumeRotationRoute;

/** Neither changes a token: whom checks let on stays as it is, and there are no numbers to acknowledge. */
@Controller()
export class HoldRotationController {
  constructor(
    private readonly rotations: Rotations,
    private readonly changes: RotationChanges,
  ) {}

  @Serves(holdRotationRoute)
  hold(@Call() call: CallTo<HoldRoute>): Promise<AnswerTo<HoldRoute>> {
    return this.#decide(call, (situation) => {
      if (openStateOf(situation.rotation) === null)
        throw new CodedError('conflict', 'The rotation has ended');
      if (situation.rotation.state === 'held')
        throw new CodedError('conflict', 'The rotation is held already');
      return { step: held(situation, 'by-hand'), event: 'RotationHeld' };
    });
  }

  @Serves(resumeRotationRoute)
  resume(@Call() call: CallTo<ResumeRoute>): Promise<AnswerTo<ResumeRoute>> {
    return this.#decide(call, (situation) => {
      const step = resumed(situation);
      if (step === null)
        throw new CodedError(
          'conflict',
          'Nobody holds the rotation: one that held itself is advanced or cancelled',
        );
      return { step, event: 'RotationResumed' };
    });
  }

  async #decide(
    { params, versions, cause }: CallTo<HoldRoute> | CallTo<ResumeRoute>,
    decide: (situation: Situation) => Decision,
  ): Promise<AnswerTo<HoldRoute>> {
    await this.changes.make({
      ...params,
      cause,
      decide: (situation) => {
        requireVersion(versions, situation.rotation.version);
        return decide(situation);
      },
    });
    const rotation = await this.rotations.find(params);
    return { status: 200, body: await this.rotations.show(rotation), version: rotation.version };
  }
}
