import { Controller } from '@nestjs/common';
import { findBinding, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { DeviceBindings } from '../device-bindings/device-bindings.ts';

@Controller()
export class FindBindingController {
  constructor(private readonly bindings: DeviceBindings) {}

  @Answers(findBinding)
  async find(device: RequestOf<typeof findBinding>): Promise<ReplyOf<typeof findBinding>> {
    const binding = await this.bindings.find(device);
    return { connectionId: binding?.connectionId ?? null, since: binding?.changedAt ?? null };
  }
}
