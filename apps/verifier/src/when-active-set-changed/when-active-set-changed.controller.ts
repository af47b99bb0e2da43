import { Controller } from '@nestjs/common';
import {
  activeSetEvents,
  organizationForgotten,
  type ActiveSetEvent,
  type OrganizationForgotten,
} from '@mdm-gate/contracts';
import { OrUnreadable, UnreadableEvent, When } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import { ActiveSetMetrics } from '../active-set/active-set-metrics.ts';
import { ActiveSetStore } from '../active-set/active-set-store.ts';
import { GenuineSets } from '../active-set/genuine-sets.ts';
import { UnreadableActiveSet } from './unreadable-active-set.ts';

@Controller()
export class WhenActiveSetChanged {
  constructor(
    private readonly store: ActiveSetStore,
    private readonly genuine: GenuineSets,
    private readonly unreadable: UnreadableActiveSet,
    private readonly metrics: ActiveSetMetrics,
  ) {}

  /** Also into a store that is still being filled: what the filling reads may be older than this event. Parked: not token-admin's. */
  @When(...activeSetEvents, organizationForgotten)
  @OrUnreadable
  async applyIt(event: ActiveSetEvent | OrganizationForgotten | UnreadableEvent): Promise<void> {
    if (event instanceof UnreadableEvent) {
      await this.unreadable.withhold(event);
      this.metrics.unreadable();
      return;
    }
    const { organizationId, activeSet } = event;
    if (!this.genuine.isGenuine(organizationId, activeSet)) {
      await this.store.withholdUnproven(organizationId);
      this.metrics.unreadable();
      throw new CodedError('active-set-not-genuine', 'The event was published by a stranger');
    }
    await this.store.apply(organizationId, activeSet);
    this.metrics.eventApplied(event.occurredAt);
  }
}
