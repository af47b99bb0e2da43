import { listDeliveries, pushNow, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { FollowDeliveries } from './follow-deliveries.ts';

@Controller()
export class FollowDeliveriesController {
  constructor(private readonly deliveries: FollowDeliveries) {}

  @Answers(listDeliveries)
  listDeliveries(request: RequestOf<typeof listDeliveries>): Promise<ReplyOf<typeof listDeliveries>> {
    return this.deliveries.list(request);
  }

  @Answers(pushNow)
  pushNow(request: RequestOf<typeof pushNow>): Promise<ReplyOf<typeof pushNow>> {
    return this.deliveries.pushNow(request);
  }
}
