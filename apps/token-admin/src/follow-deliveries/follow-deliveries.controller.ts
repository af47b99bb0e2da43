import {
  confirmDelivery,
  confirmDeliveryRoute,
  listDeliveries,
  listDeliveriesRoute,
  pushNow,
  pushNowRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';

type ListRoute = typeof listDeliveriesRoute;
type ConfirmRoute = typeof confirmDeliveryRoute;
type PushRoute = typeof pushNowRoute;

/** An MDM may take its time to be looked at. */
const pushTimeoutMs = 15_000;

@Controller()
export class FollowDeliveriesController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly changes: OrganizationChanges,
  ) {}

  @Serves(listDeliveriesRoute)
  async list(@Call() { params, cause }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const { correlationId } = cause;
    const { items } = await this.requester.ask(listDeliveries, { organizationId }, { correlationId });
    return { status: 200, body: { items, nextCursor: null } };
  }

  @Serves(pushNowRoute)
  async push(@Call() { params, cause }: CallTo<PushRoute>): Promise<AnswerTo<PushRoute>> {
    const { organizationId, connectionId } = params;
    const { correlationId } = cause;
    const options = { correlationId, timeoutMs: pushTimeoutMs };
    const { items } = await this.requester.ask(pushNow, { organizationId, connectionId }, options);
    const audit = { action: 'pushNow', subjectId: connectionId, before: null, after: null };
    await this.changes.record(organizationId, cause, audit);
    return { status: 202, body: { items } };
  }

  @Serves(confirmDeliveryRoute)
  async confirm(@Call() { params, body, cause }: CallTo<ConfirmRoute>): Promise<AnswerTo<ConfirmRoute>> {
    const { organizationId, connectionId } = params;
    const { actor, correlationId } = cause;
    const request = { organizationId, connectionId, ...body, actor, correlationId };
    const delivery = await this.requester.ask(confirmDelivery, request, { correlationId });
    const audit = { action: 'confirmDelivery', subjectId: connectionId, before: null, after: body };
    await this.changes.record(organizationId, cause, audit);
    return { status: 200, body: delivery };
  }
}
