import { devicesObserved, type DevicesObserved } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeviceLedger } from '../device/device-ledger.ts';
import { lookSoon } from '../rotation/look-soon.ts';
import { Turns } from '../organization/turns.ts';

/** So many are written at once, so that a morning's observations leave connections to administrators. */
const writtenAtOnceMax = 3;

@Controller()
export class WhenDevicesObservedController {
  readonly #turns = new Turns(writtenAtOnceMax);

  constructor(
    private readonly ledger: DeviceLedger,
    private readonly dataSource: DataSource,
  ) {}

  @When(devicesObserved)
  async observed(event: DevicesObserved): Promise<void> {
    const { organizationId } = event;
    await this.#turns.take(organizationId, async () => {
      await this.ledger.takeIn(event);
      await lookSoon(this.dataSource.manager, organizationId);
    });
  }
}
