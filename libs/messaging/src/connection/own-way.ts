import { type Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import type { Requester } from '../requests/requester.ts';
import type { NatsLink } from './nats-link.ts';

const intervalMs = 1_000;
const askTimeoutMs = 2_000;
const roundTimeoutMs = 30_000;
/** One may be late because this process was. */
const failuresTolerated = 1;

/**
 * Proves that requests reach this very process: it asks itself, through the server, on a subject that no other replica
 * answers. Pings prove less: that a server answers, not that it brings anything. What does not come back makes the
 * service not ready, and a new connection is made, unless it never came back: then it is not the connection's fault.
 */
export class OwnWay {
  #problem: string | null = null;
  #failures = 0;
  #hasWorked = false;
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly link: Pick<NatsLink, 'connection' | 'renew'>,
    private readonly requester: Pick<Requester, 'reach'>,
    private readonly subject: string,
    loops: Loops,
  ) {
    const round = () => this.#prove();
    this.#loop = loops.add({ name: 'own-way-through-nats', intervalMs, roundTimeoutMs, round });
  }

  /** For an operator; null while requests come back. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#loop.start();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  async #prove(): Promise<undefined> {
    const { connection } = this.link;
    // The link itself says so.
    if (connection === undefined) return;
    try {
      await this.requester.reach(this.subject, askTimeoutMs);
      this.#problem = null;
      this.#failures = 0;
      this.#hasWorked = true;
    } catch {
      if (connection === this.link.connection) this.#noteFailure();
    }
  }

  #noteFailure(): void {
    this.#failures += 1;
    this.#problem = `NATS does not bring our own requests back to us (${this.subject})`;
    if (this.#failures <= failuresTolerated || !this.#hasWorked) return;
    this.#failures = 0;
    this.link.renew('our own requests do not come back');
  }
}
