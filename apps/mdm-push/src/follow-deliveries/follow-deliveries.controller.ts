import {
  confirmDelivery,
  listDeliveries,
  listDrifts,
  pushNow,
  type Delivery,
  type ReplyOf,
  type RequestOf,
} from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { ConfirmDelivery } from './confirm-delivery.ts';
import { FollowDeliveries } from './follow-deliveries.ts';

@Controller()
export class FollowDeliveriesController {
  constructor(
    private readonly deliveries: FollowDeliveries,
    private readonly confirmation: ConfirmDelivery,
  ) {}

  @Answers(listDeliveries)
  listDeliveries(request: RequestOf<typeof listDeliveries>): Promise<ReplyOf<typeof listDeliveries>> {
    return this.deliveries.list(request);
  }

  @Answers(listDrifts)
  listDrifts(request: RequestOf<typeof listDrifts>): Promise<ReplyOf<typeof listDrifts>> {
    return this.deliveries.drifts(request);
  }

  @Answers(pushNow)
  pushNow(request: RequestOf<typeof pushNow>): Promise<ReplyOf<typeof pushNow>> {
    return this.deliveries.pushNow(request);
  }

  @Answers(confirmDelivery)
  confirmDelivery(request: RequestOf<typeof confirmDelivery>): Promise<Delivery> {
    return this.confirmation.confirm(request);
  }
}
