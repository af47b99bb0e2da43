import { Controller } from '@nestjs/common';
import { mdmConnectionRemoved, type MdmConnectionRemoved } from '@mdm-gate/contracts';
import { MessageContext, When } from '@mdm-gate/messaging';
import { Clock, CodedError } from '@mdm-gate/service-kit';
import { ActiveSetStore } from '../active-set/active-set-store.ts';
import { DeviceBindings } from '../device-bindings/device-bindings.ts';

/** For so long the active set may take to follow; an event that it has not followed by then was not mdm-push's. */
const waitMaxMs = 24 * 3_600_000;

@Controller()
export class WhenMdmConnectionRemoved {
  constructor(
    private readonly bindings: DeviceBindings,
    private readonly store: ActiveSetStore,
    private readonly clock: Clock,
  ) {}

  /** Once the active set, which only token-admin can make, has the connection no more: the event alone unbinds nobody. */
  @When(mdmConnectionRemoved)
  async releaseItsDevices(
    { organizationId, connectionId, occurredAt }: MdmConnectionRemoved,
    { traceparent }: MessageContext,
  ): Promise<void> {
    if ((await this.store.connection(organizationId, connectionId)) !== 'gone') {
      const retryable = this.clock.now().getTime() - Date.parse(occurredAt) < waitMaxMs;
      throw new CodedError('conflict', 'The active set still has the connection', { retryable });
    }
    await this.bindings.releaseAllOf({ organizationId, connectionId, traceparent });
  }
}
