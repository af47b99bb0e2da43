import { Controller } from '@nestjs/common';
import { checkAuthentication, checkPairing, type CheckReply, type CheckRequest } from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { TokenSightings } from '../token-sightings/token-sightings.ts';
import { CheckDevice } from './check-device.ts';
import { CheckMetrics } from './check-metrics.ts';

@Controller()
export class CheckDeviceController {
  constructor(
    private readonly checkDevice: CheckDevice,
    private readonly metrics: CheckMetrics,
    private readonly sightings: TokenSightings,
  ) {}

  @Answers(checkPairing)
  pairing(request: CheckRequest, context: MessageContext): Promise<CheckReply> {
    return this.#noted(request, () => this.checkDevice.pair(request, context.traceparent));
  }

  @Answers(checkAuthentication)
  authentication(request: CheckRequest): Promise<CheckReply> {
    return this.#noted(request, () => this.checkDevice.authenticate(request));
  }

  async #noted(request: CheckRequest, check: () => Promise<CheckReply>): Promise<CheckReply> {
    const startMs = performance.now();
    const reply = await check();
    this.metrics.count(reply, startMs);
    this.sightings.note(request, reply);
    return reply;
  }
}
