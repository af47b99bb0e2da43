import { devicesObserved, type DevicesObserved } from '@mdm-gate/contracts';
import { DatabaseTrouble } from '@mdm-gate/database';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DeviceLedger } from '../device/device-ledger.ts';
import { GatheredTurns } from '../organization/gathered-turns.ts';
import { lookSoon } from '../rotation/look-soon.ts';

/** So many are written at once, so that a morning's observations leave connections to administrators. */
const writtenAtOnceMax = 3;
/** Of 200 observations each: more in one statement are hardly faster, and hold the organization's counts for longer. */
const eventsTogetherMax = 8;

@Controller()
export class WhenDevicesObservedController {
  readonly #turns = new GatheredTurns<DevicesObserved>({
    atOnceMax: writtenAtOnceMax,
    togetherMax: eventsTogetherMax,
    work: async (organizationId, events) => {
      await this.ledger.takeIn(
        organizationId,
        events.flatMap(({ observations }) => observations),
      );
      await lookSoon(this.dataSource.manager, organizationId);
    },
    isOfAll: (error) => error instanceof DatabaseTrouble,
  });

  constructor(
    private readonly ledger: DeviceLedger,
    private readonly dataSource: DataSource,
  ) {}

  @When(devicesObserved)
  async observed(event: DevicesObserved): Promise<void> {
    await this.#turns.take(event.organizationId, event);
  }
}
