import { Controller } from '@nestjs/common';
import { mdmConnectionRemoved, type MdmConnectionRemoved } from '@mdm-gate/contracts';
import { MessageContext, When } from '@mdm-gate/messaging';
import { DeviceBindings } from '../device-bindings/device-bindings.ts';

@Controller()
export class WhenMdmConnectionRemoved {
  constructor(private readonly bindings: DeviceBindings) {}

  @When(mdmConnectionRemoved)
  async releaseItsDevices(
    { organizationId, connectionId }: MdmConnectionRemoved,
    { traceparent }: MessageContext,
  ): Promise<void> {
    await this.bindings.releaseAllOf({ organizationId, connectionId, traceparent });
  }
}
