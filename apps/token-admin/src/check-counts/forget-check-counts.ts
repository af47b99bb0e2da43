import { Clock, Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { CheckCountLedger } from './check-count-ledger.ts';

const intervalMs = 600_000;
const roundTimeoutMs = 120_000;
/** Longer than is ever shown. */
const keptMs = 86_400_000;

/** What happened yesterday is for the metrics' database. */
@Injectable()
export class ForgetCheckCounts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly ledger: CheckCountLedger,
    private readonly clock: Clock,
    loops: Loops,
  ) {
    const round = () => this.forget();
    this.#loop = loops.add({ name: 'forget-check-counts', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async forget(): Promise<undefined> {
    await this.ledger.forgetBefore(new Date(this.clock.now().getTime() - keptMs));
  }
}
