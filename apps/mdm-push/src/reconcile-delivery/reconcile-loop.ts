import { Loops, type NextRound, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Deliver } from './deliver.ts';
import { DueDeliveries } from './due-deliveries.ts';
import { ReconcileSettings } from './reconcile-settings.ts';

/** While all room is taken: whatever ends wakes the loop. */
const intervalMs = 2_000;
/** Taking up what is due is a few statements; the work itself goes on beside the loop. */
const roundTimeoutMs = 60_000;

/** Takes up deliveries that are due, as many at once as the settings say. Any number of replicas may run. */
@Injectable()
export class ReconcileLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();

  constructor(
    private readonly due: DueDeliveries,
    private readonly deliver: Deliver,
    private readonly settings: ReconcileSettings,
    loops: Loops,
  ) {
    const round = (signal: AbortSignal) => this.#startDue(signal);
    this.#loop = loops.add({ name: 'reconcile', intervalMs, roundTimeoutMs, round });
  }

  /** Something may be due now. */
  wakeUp(): void {
    this.#loop.wakeUp();
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  /** What is under way is given back, for another replica to take up at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    await this.#loop.stop();
    await Promise.all(this.#underWay);
  }

  async #startDue(signal: AbortSignal): Promise<NextRound | undefined> {
    const room = this.settings.deliveriesAtOnce - this.#underWay.size;
    if (room <= 0) return undefined;
    const { claimed, lookInMs } = await this.due.take(room);
    // Too late: another round has begun, and the leases end by themselves.
    if (signal.aborted && !this.#stopping.signal.aborted) return undefined;
    for (const delivery of claimed) {
      const work = this.deliver.deliver(delivery, this.#stopping.signal).finally(() => {
        this.#underWay.delete(work);
        this.#loop.wakeUp();
      });
      this.#underWay.add(work);
    }
    return { nextInMs: lookInMs };
  }
}
