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
   * True when no check that starts afterwards can be decided by an older set: the verifier has applied it, and the
   * stream has it, so that a Redis that is refilled from the stream does not bring the old one back.
   */
  async of(organizationId: string, activeSet: ActiveSet, correlationId: string): Promise<boolean> {
    const [applied, inStream] = await Promise.all([
      this.#isApplied(organizationId, activeSet, correlationId),
      this.relay.flush(organizationId, timeoutMs).catch(() => false),
    ]);
    return applied && inStream && this.streamHealing.hasCompared;
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
