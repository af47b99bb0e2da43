import { Controller } from '@nestjs/common';
import {
  checkAuthentication,
  checkPairing,
  type CheckFlow,
  type CheckReply,
  type CheckRequest,
} from '@mdm-gate/contracts';
import { Answers, MessageContext } from '@mdm-gate/messaging';
import { Observations } from '../observations/observations.ts';
import { CheckDevice, type Verdict } from './check-device.ts';
import { CheckMetrics } from './check-metrics.ts';

@Controller()
export class CheckDeviceController {
  constructor(
    private readonly checkDevice: CheckDevice,
    private readonly metrics: CheckMetrics,
    private readonly observations: Observations,
  ) {}

  @Answers(checkPairing)
  pairing(request: CheckRequest, context: MessageContext): Promise<CheckReply> {
    const startMs = performance.now();
    const verdict = this.checkDevice.pair(request, context.traceparent);
    return this.#noted(verdict, { request, flow: 'pairing', startMs });
  }

  @Answers(checkAuthentication)
  authentication(request: CheckRequest): Promise<CheckReply> {
    const startMs = performance.now();
    return this.#noted(this.checkDevice.authenticate(request), { request, flow: 'authentication', startMs });
  }

  async #noted(decided: Promise<Verdict>, { request, flow, startMs }: Asked): Promise<CheckReply> {
    const verdict = await decided;
    const { reply } = verdict;
    this.metrics.count(reply, startMs);
    this.observations.note({ request, flow, verdict });
    return reply;
  }
}

interface Asked {
  readonly request: CheckRequest;
  readonly flow: CheckFlow;
  /** As `performance.now()` told it. */
  readonly startMs: number;
}
