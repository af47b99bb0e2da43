import type { CheckFlow, CheckReply, CheckRequest } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { CheckCounts } from '../check-counts/check-counts.ts';
import { Observations } from '../observations/observations.ts';
import { CheckDevice } from './check-device.ts';
import { CheckMetrics } from './check-metrics.ts';

export interface AskedCheck {
  readonly request: CheckRequest;
  readonly flow: CheckFlow;
  readonly traceparent?: string | undefined;
}

/** Decides a check, counts it and notes what was observed: the same however it was asked. */
@Injectable()
export class CheckAnswers {
  constructor(
    private readonly checkDevice: CheckDevice,
    private readonly metrics: CheckMetrics,
    private readonly observations: Observations,
    private readonly counts: CheckCounts,
  ) {}

  async answer({ request, flow, traceparent }: AskedCheck): Promise<CheckReply> {
    const startMs = performance.now();
    const verdict = await (flow === 'pairing'
      ? this.checkDevice.pair(request, traceparent)
      : this.checkDevice.authenticate(request));
    this.metrics.count(verdict.reply, startMs);
    this.counts.count(request.organizationId, verdict);
    this.observations.note({ request, flow, verdict });
    return verdict.reply;
  }
}
