import { randomUUID } from 'node:crypto';
import type { CheckReply, CheckRequest, TokenSeen } from '@mdm-gate/contracts';
import type { EventPublisher } from '@mdm-gate/messaging';
import type { Clock } from '@mdm-gate/service-kit';

/** Said again after an hour, so that what was lost, or came too early for its listener, comes again. */
const sayAgainMs = 3_600_000;
const rememberedMax = 10_000;
/** While JetStream does not answer, checks must not pile up what waits for it; what is left out is said at a later check. */
const underWayMax = 16;

/**
 * Says that a device presented an active token: once an hour per replica, organization, platform, token and active set,
 * not for every check. Never fails a check, and never delays one: it publishes when the answer is on its way.
 */
export class TokenSightings {
  /** When it was said, in milliseconds since 1970. */
  readonly #said = new Map<string, number>();
  #underWay = 0;

  constructor(
    private readonly publisher: Pick<EventPublisher, 'publish'>,
    private readonly clock: Clock,
  ) {}

  note({ organizationId, platform }: CheckRequest, { reason, tokenId, activeSetVersion }: CheckReply): void {
    if (reason !== 'token-active' || tokenId === null || this.#underWay >= underWayMax) return;
    const key = [organizationId, platform, tokenId, activeSetVersion].join(' ');
    const nowMs = this.clock.now().getTime();
    if (nowMs - (this.#said.get(key) ?? -Infinity) < sayAgainMs) return;
    if (this.#said.size >= rememberedMax) this.#said.clear();
    this.#said.set(key, nowMs);
    this.#underWay += 1;
    const event = tokenSeen({ organizationId, platform, tokenId, activeSetVersion }, nowMs);
    setImmediate(() => void this.#publish(event, key));
  }

  async #publish(event: TokenSeen, key: string): Promise<void> {
    try {
      await this.publisher.publish(event);
    } catch {
      this.#said.delete(key);
    } finally {
      this.#underWay -= 1;
    }
  }
}

const tokenSeen = (
  seen: Pick<TokenSeen, 'organizationId' | 'platform' | 'tokenId' | 'activeSetVersion'>,
  nowMs: number,
): TokenSeen => {
  const id = randomUUID();
  return {
    id,
    type: 'TokenSeen',
    schemaVersion: 1,
    occurredAt: new Date(nowMs).toISOString(),
    correlationId: id,
    actor: { type: 'service', id: 'verifier' },
    ...seen,
  };
};
