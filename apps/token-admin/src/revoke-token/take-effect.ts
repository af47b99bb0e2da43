import { applyActiveSet, type ActiveSet } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { OutboxRelay } from '@mdm-gate/outbox';
import { Injectable } from '@nestjs/common';
import { StreamHealing } from '../heal-stream/stream-healing.ts';

/** How long a revoke call waits for its effect before it says that the effect is still to come. */
const timeoutMs = 2_000;

/** Makes a committed active set the one that checks are decided by, and says whether it is. */
@Injectable()
export class TakeEffect {
  constructor(
    private readonly requester: Requester,
    private readonly relay: OutboxRelay,
    private readonly streamHealing: StreamHealing,
  ) {}

  /**
   * True when no check that starts afterwards can be decided by an older set. The stream has it first, the verifier
   * second: a Redis that is lost after it took the set is then refilled with nothing older than it.
   */
  async of(organizationId: string, activeSet: ActiveSet, correlationId: string): Promise<boolean> {
    const inStream = await this.relay.flush(organizationId, timeoutMs).catch(() => false);
    const applied = await this.#isApplied(organizationId, activeSet, correlationId);
    return inStream && applied && this.streamHealing.hasCompared;
  }

  async #isApplied(organizationId: string, activeSet: ActiveSet, correlationId: string): Promise<boolean> {
    try {
      const request = { organizationId, activeSet };
      const reply = await this.requester.ask(applyActiveSet, request, { timeoutMs, correlationId });
      return reply.activeSetVersion >= activeSet.version;
    } catch {
      // Whatever it is, the event path finishes the work: the caller learns `effective: false`.
      return false;
    }
  }
}
