import { tokenSeen, type TokenSeen } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { FollowSightings } from './follow-sightings.ts';

/** When a device presented a token, a delivery that awaits confirmation may have it. */
@Controller()
export class WhenTokenSeenController {
  constructor(private readonly followSightings: FollowSightings) {}

  @When(tokenSeen)
  async handle(event: TokenSeen): Promise<void> {
    await this.followSightings.follow(event);
  }
}
