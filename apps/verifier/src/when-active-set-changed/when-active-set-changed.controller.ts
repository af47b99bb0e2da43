import { Controller } from '@nestjs/common';
import { activeSetEvents, type ActiveSetEvent } from '@mdm-gate/contracts';
import { When } from '@mdm-gate/messaging';
import { ActiveSetMetrics } from '../active-set/active-set-metrics.ts';
import { ActiveSetStore } from '../active-set/active-set-store.ts';

@Controller()
export class WhenActiveSetChanged {
  constructor(
    private readonly store: ActiveSetStore,
    private readonly metrics: ActiveSetMetrics,
  ) {}

  /** Also into a store that is still being filled: what the filling reads may be older than this event. */
  @When(...activeSetEvents)
  async applyIt({ organizationId, activeSet, occurredAt }: ActiveSetEvent): Promise<void> {
    await this.store.apply(organizationId, activeSet);
    this.metrics.eventApplied(occurredAt);
  }
}
