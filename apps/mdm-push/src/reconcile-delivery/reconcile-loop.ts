import { WakeUp } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { ServiceLogger } from '../service-logger.ts';
import { Deliver } from './deliver.ts';
import { DueDeliveries } from './due-deliveries.ts';
import { ReconcileSettings } from './reconcile-settings.ts';

/** Events wake the loop; this is how long a lost one is unnoticed, and how soon a due time is kept. */
const pollIntervalMs = 500;

/** Takes up deliveries that are due, as many at once as the settings say. Any number of replicas may run. */
@Injectable()
export class ReconcileLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #wakeUp = new WakeUp();
  readonly #stopping = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #lastProblem = '';

  constructor(
    private readonly due: DueDeliveries,
    private readonly deliver: Deliver,
    private readonly settings: ReconcileSettings,
    private readonly logger: ServiceLogger,
  ) {}

  /** Something may be due now. */
  wakeUp(): void {
    this.#wakeUp.ring();
  }

  onApplicationBootstrap(): void {
    this.#running = this.#run();
  }

  /** What is under way is given back, for another replica to take up at once. */
  async beforeApplicationShutdown(): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp.ring();
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const startedAll = await this.#startDue().catch((error: unknown) => this.#report(error));
      if (startedAll) await this.#wakeUp.wait(pollIntervalMs);
    }
  }

  /** False: there may be more that is due, and room for it. */
  async #startDue(): Promise<boolean> {
    const room = this.settings.deliveriesAtOnce - this.#underWay.size;
    if (room <= 0) return true;
    const claimed = await this.due.take(room);
    this.#lastProblem = '';
    for (const delivery of claimed) {
      const work = this.deliver.deliver(delivery, this.#stopping.signal).finally(() => {
        this.#underWay.delete(work);
        this.#wakeUp.ring();
      });
      this.#underWay.add(work);
    }
    return claimed.length < room;
  }

  /** Once when it begins: the rounds after it would say the same. */
  #report(err: unknown): true {
    const problem = err instanceof Error ? err.message : 'unknown';
    if (problem !== this.#lastProblem)
      this.logger.error({ err }, 'deliveries that are due cannot be read, and are looked for again');
    this.#lastProblem = problem;
    return true;
  }
}
