import { mdmConnectionRemoved, type MdmConnectionRemoved } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { causeOfEvent } from '../organization/cause-of-event.ts';
import { ConnectionBook } from '../organization/connection-book.ts';

@Controller()
export class WhenMdmConnectionRemovedController {
  constructor(private readonly connections: ConnectionBook) {}

  @When(mdmConnectionRemoved)
  async removed(event: MdmConnectionRemoved): Promise<void> {
    await this.connections.lookUp(event, causeOfEvent(event));
  }
}
