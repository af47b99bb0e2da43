import { releaseDevice, releaseDeviceRoute } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { Organizations } from '../organization/organizations.ts';

type Route = typeof releaseDeviceRoute;

@Controller()
export class ReleaseDeviceController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly changes: OrganizationChanges,
  ) {}

  @Serves(releaseDeviceRoute)
  async release(@Call() { params, body, cause }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId } = params;
    const { correlationId } = cause;
    await this.organizations.find(organizationId);
    const reply = await this.requester.ask(releaseDevice, { organizationId, ...body }, { correlationId });
    const { deviceId, released } = reply;
    const after = { deviceId, released };
    await this.changes.record(organizationId, cause, {
      action: 'releaseDevice',
      subjectId: null,
      before: null,
      after,
    });
    return { status: 200, body: after };
  }
}
