import { Controller } from '@nestjs/common';
import { checkAuthentication, checkPairing, type CheckReply, type CheckRequest } from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { TokenSightings } from '../token-sightings/token-sightings.ts';
import { CheckDevice, type Verdict } from './check-device.ts';
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
    const startMs = performance.now();
    return this.#noted(this.checkDevice.pair(request, context.traceparent), { request, context, startMs });
  }

  @Answers(checkAuthentication)
  authentication(request: CheckRequest, context: MessageContext): Promise<CheckReply> {
    const startMs = performance.now();
    return this.#noted(this.checkDevice.authenticate(request), { request, context, startMs });
  }

  async #noted(verdict: Promise<Verdict>, { request, context, startMs }: Asked): Promise<CheckReply> {
    const { reply } = await verdict;
    this.metrics.count(reply, startMs);
    this.sightings.note(request, reply, context);
    return reply;
  }
}

interface Asked {
  readonly request: CheckRequest;
  readonly context: MessageContext;
  /** As `performance.now()` told it. */
  readonly startMs: number;
}
