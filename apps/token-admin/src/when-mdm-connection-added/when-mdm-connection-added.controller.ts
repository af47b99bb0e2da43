import { mdmConnectionAdded, type MdmConnectionAdded } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { causeOfEvent } from '../organization/cause-of-event.ts';
import { ConnectionBook } from '../organization/connection-book.ts';

@Controller()
export class WhenMdmConnectionAddedController {
  constructor(private readonly connections: ConnectionBook) {}

  @When(mdmConnectionAdded)
  async added(event: MdmConnectionAdded): Promise<void> {
    await this.connections.lookUp(event, causeOfEvent(event));
  }
}
