import { devicesObserved, type DevicesObserved } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DeviceLedger } from '../device/device-ledger.ts';
import { Turns } from './turns.ts';

/** So many are written at once, so that a morning's observations leave connections to administrators. */
const writtenAtOnceMax = 3;

@Controller()
export class WhenDevicesObservedController {
  readonly #turns = new Turns(writtenAtOnceMax);

  constructor(private readonly ledger: DeviceLedger) {}

  @When(devicesObserved)
  async observed(event: DevicesObserved): Promise<void> {
    await this.#turns.take(event.organizationId, () => this.ledger.takeIn(event));
  }
}
