import { isSampled, tracingIsOn } from '@mdm-gate/service-kit';
import type { Msg } from '@nats-io/transport-node';
import type { MessageContext } from './message-context.ts';
import { hasSampledFlag } from './sampled-flag.ts';

/** A span costs as much as two or three checks: what a caller records must not decide how many checks there can be. */
const spansPerSecond = 50;
const spanEveryMs = 1_000 / spansPerSecond;

/** Which requests of an endpoint go on with their caller's trace: those whose caller records it, and at most fifty a second. */
export class TracedCallers {
  /** Requests whose caller records its trace, and that had no span here. */
  leftOut = 0;
  #usedUpToMs = 0;

  constructor(private readonly nowMs = (): number => performance.now()) {}

  /** What a span belongs to, or undefined: there is to be none. */
  traceparentOf(message: Msg, context: MessageContext): string | undefined {
    if (!tracingIsOn() || !hasSampledFlag(message) || !this.#mayRecord()) return undefined;
    const { traceparent } = context;
    return isSampled(traceparent) ? traceparent : undefined;
  }

  #mayRecord(): boolean {
    const nowMs = this.nowMs();
    const usedUpToMs = Math.max(this.#usedUpToMs, nowMs) + spanEveryMs;
    if (usedUpToMs > nowMs + 1_000) {
      this.leftOut += 1;
      return false;
    }
    this.#usedUpToMs = usedUpToMs;
    return true;
  }
}
