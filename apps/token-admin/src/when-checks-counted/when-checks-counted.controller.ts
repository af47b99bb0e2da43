import { checksCounted, type ChecksCounted } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { CheckCountLedger } from '../check-counts/check-count-ledger.ts';

@Controller()
export class WhenChecksCountedController {
  constructor(private readonly ledger: CheckCountLedger) {}

  @When(checksCounted)
  async counted(event: ChecksCounted): Promise<void> {
    await this.ledger.takeIn(event);
  }
}
