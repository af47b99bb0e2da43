import { randomUUID } from 'node:crypto';
import type { CheckReply, ChecksCounted } from '@mdm-gate/contracts';
import type { EventPublisher } from '@mdm-gate/messaging';
import type { Clock, Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Verdict } from '../decision/verdict.ts';

const minuteMs = 60_000;
const intervalMs = 5_000;
const roundTimeoutMs = 60_000;
/** While JetStream is away; the oldest go first. */
const waitingMax = 10_000;

interface Counted {
  readonly reply: CheckReply;
  checks: number;
}

type Counts = Map<string, Counted>;

interface From {
  readonly publisher: Pick<EventPublisher, 'publish'>;
  readonly clock: Clock;
  readonly loops: Loops;
}

/**
 * Counts checks per organization and minute, and says the counts when the minute is over. Only organizations that are known
 * are counted, so that nobody fills the memory with invented ones. Never fails a check, and never delays one.
 */
export class CheckCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #replica = randomUUID();
  readonly #from: From;
  readonly #loop: SupervisedLoop;
  #minute = 0;
  #counting = new Map<string, Counts>();
  #waiting: ChecksCounted[] = [];

  constructor(from: From) {
    this.#from = from;
    this.#loop = from.loops.add({
      name: 'say-check-counts',
      intervalMs,
      roundTimeoutMs,
      round: async () => {
        await this.sayWhatIsOver();
        return undefined;
      },
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    this.#close();
    await this.#sayAll();
  }

  count(organizationId: string, { finding, reply, nowMs }: Verdict): void {
    if (finding.known !== 'organization') return;
    this.#closeBefore(nowMs);
    const counts: Counts = this.#counting.get(organizationId) ?? new Map<string, Counted>();
    this.#counting.set(organizationId, counts);
    const key = `${reply.decision} ${reply.reason}`;
    const held = counts.get(key);
    if (held === undefined) counts.set(key, { reply, checks: 1 });
    else held.checks += 1;
  }

  /** Says the minutes that are over; what JetStream does not take is kept for the next time. */
  async sayWhatIsOver(): Promise<void> {
    this.#closeBefore(this.#from.clock.now().getTime());
    await this.#sayAll();
  }

  #closeBefore(nowMs: number): void {
    const minute = Math.floor(nowMs / minuteMs);
    if (minute === this.#minute) return;
    this.#close();
    this.#minute = minute;
  }

  #close(): void {
    for (const [organizationId, counts] of this.#counting) {
      this.#waiting.push(this.#event(organizationId, counts));
    }
    this.#counting = new Map();
    if (this.#waiting.length > waitingMax) this.#waiting.splice(0, this.#waiting.length - waitingMax);
  }

  async #sayAll(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    const said = await Promise.allSettled(waiting.map((event) => this.#from.publisher.publish(event)));
    const kept = waiting.filter((_, index) => said[index]?.status === 'rejected');
    this.#waiting = [...kept, ...this.#waiting];
  }

  #event(organizationId: string, counts: Counts): ChecksCounted {
    const id = randomUUID();
    return {
      id,
      type: 'ChecksCounted',
      schemaVersion: 1,
      occurredAt: this.#from.clock.now().toISOString(),
      // Of many checks, each with a correlation of its own.
      correlationId: id,
      actor: { type: 'service', id: 'verifier' },
      organizationId,
      replica: this.#replica,
      minute: new Date(this.#minute * minuteMs).toISOString(),
      counts: [...counts.values()].map(({ reply: { decision, reason }, checks }) => ({
        decision,
        reason,
        checks,
      })),
    };
  }
}
