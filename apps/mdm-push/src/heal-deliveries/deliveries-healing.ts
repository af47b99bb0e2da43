import { Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { KeptMark } from './kept-mark.ts';
import { FindSuspects } from './suspects.ts';
import { TellAgain } from './tell-again.ts';

const intervalMs = 10_000;
/** A stream of 100,000 organizations that is read from its beginning. */
const roundTimeoutMs = 30 * 60_000;
const toldAtOnce = 8;

/**
 * Keeps the stream of connections and deliveries, a copy, as our database has them. What came since the last round is looked
 * at for what our database does not know to have said; a stream that is another one or has gone back is compared whole.
 */
@Injectable()
export class DeliveriesHealing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;
  /** How often NATS was reached, and was when the stream was last compared: in between its files may have become older ones. */
  #timesReached = 0;
  #timesCompared = 0;
  /** Of which something was on its way. */
  readonly #doubtful = new Set<string>();

  constructor(
    private readonly kept: KeptMark,
    private readonly suspects: FindSuspects,
    private readonly tellAgain: TellAgain,
    loops: Loops,
  ) {
    const round = (signal: AbortSignal) => this.#round(signal);
    this.#loop = loops.add({ name: 'heal-deliveries', intervalMs, retryMaxMs: 2_000, roundTimeoutMs, round });
    suspects.onConnected(() => {
      this.#timesReached += 1;
      this.#loop.wakeUp();
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<undefined> {
    const begun = await this.kept.begin();
    const timesReached = this.#timesReached;
    const found = await this.suspects.since(begun.mark);
    const isAnew = timesReached !== this.#timesCompared;
    const recent = isAnew ? await this.suspects.amongRecent(begun.markedAt) : [];
    for (const organizationId of [...found.organizationIds, ...recent]) this.#doubtful.add(organizationId);
    await this.#tell(signal);
    if (signal.aborted) return;
    await this.kept.note(found.mark, begun);
    this.#timesCompared = timesReached;
  }

  async #tell(signal: AbortSignal): Promise<void> {
    const waiting = [...this.#doubtful];
    const lane = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined && !signal.aborted; next = waiting.pop())
        if (await this.tellAgain.tell(next)) this.#doubtful.delete(next);
    };
    await Promise.all(Array.from({ length: toldAtOnce }, lane));
  }
}
