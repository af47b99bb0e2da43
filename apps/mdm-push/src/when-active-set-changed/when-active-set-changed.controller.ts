import { activeSetEvents, type ActiveSetEvent } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { FollowActiveSet } from './follow-active-set.ts';

/** When an organization's active set changed, what is wanted in its MDMs follows. */
@Controller()
export class WhenActiveSetChangedController {
  constructor(private readonly followActiveSet: FollowActiveSet) {}

  @When(...activeSetEvents)
  async handle(event: ActiveSetEvent): Promise<void> {
    await this.followActiveSet.follow(event);
  }
}
