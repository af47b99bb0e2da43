import { randomUUID } from 'node:crypto';
import { observationsMax, type DeviceObservation, type DevicesObserved } from '@mdm-gate/contracts';
import type { EventPublisher } from '@mdm-gate/messaging';
import { withTimeLimit, type Clock } from '@mdm-gate/service-kit';
import type { ObservationMetrics } from './observation-metrics.ts';

/** How long observations are gathered: with the way through JetStream they are a second late at most. */
const gatherMs = 500;
/** While JetStream is slow, checks must not pile up what waits for it. */
const waitingMax = 20_000;
const underWayMax = 16;
/** After a failure JetStream is left alone for a while, because the next check comes at once. */
const pauseMs = 5_000;
const stopTimeoutMs = 2_000;
const ownMax = 1_000;

/** Observations of one organization that were made under one active set. */
export interface Gathered {
  readonly organizationId: string;
  readonly activeSetVersion: number;
  readonly observations: DeviceObservation[];
}

interface From {
  readonly publisher: Pick<EventPublisher, 'publish'>;
  readonly clock: Clock;
  readonly metrics: ObservationMetrics;
  /** Told of what was not said after all. */
  readonly onLost: (lost: Gathered) => void;
}

/** Gathers observations per organization and publishes them together. Nobody waits for it. */
export class GatheredObservations {
  readonly #from: From;
  readonly #gathering = new Map<string, Gathered>();
  readonly #ready: Gathered[] = [];
  readonly #underWay = new Set<Promise<void>>();
  /** Ids of events that have not been heard back yet. */
  readonly #own = new Set<string>();
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #pausedUntilMs = -Infinity;

  constructor(from: From) {
    this.#from = from;
  }

  /** Why nothing can be added now; null when it can. */
  whyNot(nowMs: number): 'stream' | 'buffer' | null {
    if (nowMs < this.#pausedUntilMs) return 'stream';
    return this.#waiting >= waitingMax ? 'buffer' : null;
  }

  add(organizationId: string, activeSetVersion: number, observation: DeviceObservation): void {
    const gathered = this.#gatheredOf(organizationId, activeSetVersion);
    gathered.observations.push(observation);
    this.#waiting += 1;
    this.#timer ??= setTimeout(() => {
      this.#sendAll();
    }, gatherMs).unref();
    if (gathered.observations.length >= observationsMax) this.#finish(gathered);
  }

  /** True once for each event that was published here. */
  isOwn(eventId: string): boolean {
    return this.#own.delete(eventId);
  }

  /** Says what there is, as far as JetStream takes it soon. */
  async stop(): Promise<void> {
    this.#sendAll();
    await withTimeLimit(this.#settled(), stopTimeoutMs).catch(() => undefined);
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** What was seen under another set goes in an event of its own. */
  #gatheredOf(organizationId: string, activeSetVersion: number): Gathered {
    const held = this.#gathering.get(organizationId);
    if (held?.activeSetVersion === activeSetVersion) return held;
    if (held !== undefined) this.#finish(held);
    const gathered = { organizationId, activeSetVersion, observations: [] };
    this.#gathering.set(organizationId, gathered);
    return gathered;
  }

  #finish(gathered: Gathered): void {
    this.#gathering.delete(gathered.organizationId);
    this.#ready.push(gathered);
    this.#send();
  }

  #sendAll(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const gathered of [...this.#gathering.values()]) this.#finish(gathered);
  }

  #send(): void {
    while (this.#underWay.size < underWayMax) {
      const next = this.#ready.shift();
      if (next === undefined) return;
      const publishing: Promise<void> = this.#publish(next).finally(() => {
        this.#underWay.delete(publishing);
        this.#send();
      });
      this.#underWay.add(publishing);
    }
  }

  async #publish(gathered: Gathered): Promise<void> {
    const { publisher, clock, metrics } = this.#from;
    const event = devicesObserved(gathered, clock.now());
    this.#remember(event.id);
    try {
      await publisher.publish(event);
      this.#waiting -= gathered.observations.length;
      metrics.said(gathered.observations.length);
    } catch {
      this.#own.delete(event.id);
      this.#pausedUntilMs = clock.now().getTime() + pauseMs;
      for (const lost of [gathered, ...this.#ready.splice(0)]) this.#lose(lost);
    }
  }

  /** What is not heard back, because the connection was lost, is not waited for without end. */
  #remember(eventId: string): void {
    const [oldest] = this.#own.size < ownMax ? [] : this.#own;
    if (oldest !== undefined) this.#own.delete(oldest);
    this.#own.add(eventId);
  }

  #lose(lost: Gathered): void {
    this.#waiting -= lost.observations.length;
    this.#from.metrics.leftOut('stream', lost.observations.length);
    this.#from.onLost(lost);
  }
}

const devicesObserved = (gathered: Gathered, now: Date): DevicesObserved => {
  const id = randomUUID();
  return {
    id,
    type: 'DevicesObserved',
    schemaVersion: 1,
    occurredAt: now.toISOString(),
    // Of many checks, each with a correlation of its own.
    correlationId: id,
    actor: { type: 'service', id: 'verifier' },
    ...gathered,
  };
};
