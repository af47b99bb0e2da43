import { Controller } from '@nestjs/common';
import { releaseDevice, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { DeviceBindings } from '../device-bindings/device-bindings.ts';

@Controller()
export class ReleaseDeviceController {
  constructor(private readonly bindings: DeviceBindings) {}

  @Answers(releaseDevice)
  async release(
    { operationId, ...device }: RequestOf<typeof releaseDevice>,
    { traceparent }: MessageContext,
  ): Promise<ReplyOf<typeof releaseDevice>> {
    return { ...device, released: await this.bindings.release({ ...device, traceparent }, operationId) };
  }
}
