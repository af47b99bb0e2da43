import { Controller } from '@nestjs/common';
import { checkAuthentication, checkPairing, type CheckReply, type CheckRequest } from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { CheckDevice } from './check-device.ts';
import { CheckMetrics } from './check-metrics.ts';

@Controller()
export class CheckDeviceController {
  constructor(
    private readonly checkDevice: CheckDevice,
    private readonly metrics: CheckMetrics,
  ) {}

  @Answers(checkPairing)
  pairing(request: CheckRequest, context: MessageContext): Promise<CheckReply> {
    return this.#counted(() => this.checkDevice.pair(request, context.traceparent));
  }

  @Answers(checkAuthentication)
  authentication(request: CheckRequest): Promise<CheckReply> {
    return this.#counted(() => this.checkDevice.authenticate(request));
  }

  async #counted(check: () => Promise<CheckReply>): Promise<CheckReply> {
    const startMs = performance.now();
    const reply = await check();
    this.metrics.count(reply, startMs);
    return reply;
  }
}
