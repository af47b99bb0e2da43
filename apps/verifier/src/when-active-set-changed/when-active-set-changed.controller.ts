import { Controller } from '@nestjs/common';
import { activeSetEvents, type ActiveSetEvent } from '@mdm-gate/contracts';
import { OrUnreadable, UnreadableEvent, When } from '@mdm-gate/messaging';
import { ActiveSetMetrics } from '../active-set/active-set-metrics.ts';
import { ActiveSetStore } from '../active-set/active-set-store.ts';
import { UnreadableActiveSet } from './unreadable-active-set.ts';

@Controller()
export class WhenActiveSetChanged {
  constructor(
    private readonly store: ActiveSetStore,
    private readonly unreadable: UnreadableActiveSet,
    private readonly metrics: ActiveSetMetrics,
  ) {}

  /** Also into a store that is still being filled: what the filling reads may be older than this event. */
  @When(...activeSetEvents)
  @OrUnreadable
  async applyIt(event: ActiveSetEvent | UnreadableEvent): Promise<void> {
    if (event instanceof UnreadableEvent) {
      await this.unreadable.withhold(event);
      this.metrics.unreadable();
      return;
    }
    await this.store.apply(event.organizationId, event.activeSet);
    this.metrics.eventApplied(event.occurredAt);
  }
}
