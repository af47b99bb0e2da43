import { Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { SessionRows } from './session-rows.ts';

const intervalMs = 3_600_000;
const roundTimeoutMs = 120_000;

/** What has ended is of no use, and holds the issuer's tokens. */
@Injectable()
export class ForgetEndedSessions implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly sessions: SessionRows,
    loops: Loops,
  ) {
    const round = () => this.forget();
    this.#loop = loops.add({ name: 'forget-ended-sessions', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async forget(): Promise<undefined> {
    await this.sessions.forgetEnded();
  }
}
