import { devicesObserved, type DevicesObserved } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { FollowSightings } from './follow-sightings.ts';
import { sightingsIn } from './sightings-in.ts';

/** When devices presented tokens, deliveries that await confirmation may have them. */
@Controller()
export class WhenDevicesObservedController {
  constructor(private readonly followSightings: FollowSightings) {}

  @When(devicesObserved)
  async handle(event: DevicesObserved): Promise<void> {
    for (const sighting of sightingsIn(event)) await this.followSightings.follow(sighting);
  }
}
