import { releaseDeviceRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { releaseDeviceAct } from '../operations/acts.ts';
import { CarryOut } from '../operations/carry-out.ts';
import { underWay } from '../operations/under-way.ts';

type Route = typeof releaseDeviceRoute;

@Controller()
export class ReleaseDeviceController {
  constructor(private readonly acts: CarryOut) {}

  @Serves(releaseDeviceRoute)
  async release(@Call() { params, body, cause }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId } = params;
    const { operationId } = cause;
    const carried = await this.acts.carryOut(releaseDeviceAct, {
      organizationId,
      cause,
      subjectId: null,
      request: { organizationId, ...body, operationId },
      wanted: body,
    });
    if (carried.state === 'under-way') return underWay(carried.operation);
    const { deviceId, released } = carried.reply;
    return { status: 200, body: { deviceId, released } };
  }
}
