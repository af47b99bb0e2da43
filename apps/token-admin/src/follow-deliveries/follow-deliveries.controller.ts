import {
  confirmDeliveryRoute,
  listDeliveries,
  listDeliveriesRoute,
  listDrifts,
  listDriftsRoute,
  pushNowRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { confirmDeliveryAct, pushNowAct } from '../operations/acts.ts';
import { CarryOut } from '../operations/carry-out.ts';
import { operationPath } from '../operations/shown-operation.ts';
import { underWay } from '../operations/under-way.ts';

type ListRoute = typeof listDeliveriesRoute;
type DriftsRoute = typeof listDriftsRoute;
type ConfirmRoute = typeof confirmDeliveryRoute;
type PushRoute = typeof pushNowRoute;

@Controller()
export class FollowDeliveriesController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly acts: CarryOut,
  ) {}

  @Serves(listDeliveriesRoute)
  async list(@Call() { params, cause }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const { correlationId } = cause;
    const { items } = await this.requester.ask(listDeliveries, { organizationId }, { correlationId });
    return { status: 200, body: { items, nextCursor: null } };
  }

  @Serves(listDriftsRoute)
  async drifts(@Call() { params, cause }: CallTo<DriftsRoute>): Promise<AnswerTo<DriftsRoute>> {
    await this.organizations.find(params.organizationId);
    const { correlationId } = cause;
    const { items } = await this.requester.ask(listDrifts, params, { correlationId });
    return { status: 200, body: { items, nextCursor: null } };
  }

  @Serves(pushNowRoute)
  async push(@Call() { params, cause }: CallTo<PushRoute>): Promise<AnswerTo<PushRoute>> {
    const { organizationId, connectionId: subjectId } = params;
    const { operationId } = cause;
    const intended = { organizationId, cause, subjectId, request: params };
    const carried = await this.acts.carryOut(pushNowAct, intended);
    const items = carried.state === 'done' ? carried.reply.items : [];
    const location = operationPath(organizationId, operationId);
    return { status: 202, body: { items, operationId }, location };
  }

  @Serves(confirmDeliveryRoute)
  async confirm(@Call() { params, body, cause }: CallTo<ConfirmRoute>): Promise<AnswerTo<ConfirmRoute>> {
    const { organizationId, connectionId } = params;
    const { actor, correlationId, operationId } = cause;
    const carried = await this.acts.carryOut(confirmDeliveryAct, {
      organizationId,
      cause,
      subjectId: connectionId,
      request: { organizationId, connectionId, ...body, operationId, actor, correlationId },
      wanted: body,
    });
    if (carried.state === 'under-way') return underWay(carried.operation);
    return { status: 200, body: carried.reply };
  }
}
