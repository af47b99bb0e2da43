import { randomUUID } from 'node:crypto';
import type { CheckReply, CheckRequest, Platform, TokenSeen } from '@mdm-gate/contracts';
import type { EventPublisher, MessageContext } from '@mdm-gate/messaging';
import type { Clock } from '@mdm-gate/service-kit';

/** Said again after an hour, so that what was lost, or came too early for its listener, comes again. */
const sayAgainMs = 3_600_000;
/** Per platform; some ten megabytes in all. With more tokens in use than that, they are said more often than once an hour. */
const rememberedMax = 25_000;
/** While JetStream does not answer, checks must not pile up what waits for it; what is left out is said at a later check. */
const underWayMax = 16;
/** After a failure JetStream is left alone for a while, because the next check comes at once. */
const pauseMs = 5_000;

type Context = Pick<MessageContext, 'correlationId' | 'traceparent'>;

/** `atMs`: milliseconds since 1970. */
interface Said {
  readonly activeSetVersion: number;
  readonly atMs: number;
}

/**
 * Says that a device presented an active token: once an hour per replica, organization, platform, token and active set,
 * not for every check. Never fails a check, and never delays one: it publishes when the answer is on its way.
 */
export class TokenSightings {
  /** By token, the one that was said longest ago first. */
  readonly #said: Readonly<Record<Platform, Map<string, Said>>> = { ios: new Map(), android: new Map() };
  #underWay = 0;
  #pausedUntilMs = -Infinity;

  constructor(
    private readonly publisher: Pick<EventPublisher, 'publish'>,
    private readonly clock: Clock,
  ) {}

  note(request: CheckRequest, reply: CheckReply, context: Context): void {
    const { reason, tokenId, activeSetVersion } = reply;
    if (reason !== 'token-active' || tokenId === null || this.#underWay >= underWayMax) return;
    const { organizationId, platform } = request;
    const nowMs = this.clock.now().getTime();
    const said = this.#said[platform].get(tokenId);
    if (said?.activeSetVersion === activeSetVersion && nowMs - said.atMs < sayAgainMs) return;
    if (nowMs < this.#pausedUntilMs) return;
    this.#remember(platform, tokenId, { activeSetVersion, atMs: nowMs });
    this.#underWay += 1;
    const seen = { organizationId, platform, tokenId, activeSetVersion };
    setImmediate(() => void this.#publish(seen, context));
  }

  #remember(platform: Platform, tokenId: string, said: Said): void {
    const byToken = this.#said[platform];
    byToken.delete(tokenId);
    const [oldest] = byToken.size < rememberedMax ? [] : byToken.keys();
    if (oldest !== undefined) byToken.delete(oldest);
    byToken.set(copyOf(tokenId), said);
  }

  async #publish(seen: Sighting, context: Context): Promise<void> {
    const nowMs = this.clock.now().getTime();
    try {
      const { traceparent } = context;
      await this.publisher.publish(tokenSeen(seen, nowMs, context.correlationId), { traceparent });
    } catch {
      this.#said[seen.platform].delete(seen.tokenId);
      this.#pausedUntilMs = nowMs + pauseMs;
    } finally {
      this.#underWay -= 1;
    }
  }
}

type Sighting = Pick<TokenSeen, 'organizationId' | 'platform' | 'tokenId' | 'activeSetVersion'>;

const tokenSeen = (seen: Sighting, nowMs: number, correlationId: string): TokenSeen => ({
  id: randomUUID(),
  type: 'TokenSeen',
  schemaVersion: 1,
  occurredAt: new Date(nowMs).toISOString(),
  correlationId,
  actor: { type: 'service', id: 'verifier' },
  ...seen,
});

/** What is cut out of an answer of Redis keeps the whole answer in memory for as long as it lives. */
const copyOf = (text: string): string => Buffer.from(text).toString();
