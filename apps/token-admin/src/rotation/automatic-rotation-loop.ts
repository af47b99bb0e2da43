import { Clock, Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AutomaticRotations } from './automatic-rotations.ts';
import { claimSchedule, lookAgainAt } from './rotation-schedules.ts';

const intervalMs = 5_000;
const roundTimeoutMs = 60_000;
/** One round takes so many, so that it ends. */
const atOnceMax = 100;

/** Looks which organizations' rotations are due. Any replica may run it: each organization is claimed for one look. */
@Injectable()
export class AutomaticRotationLoop implements OnApplicationBootstrap {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly rotations: AutomaticRotations,
    private readonly clock: Clock,
    loops: Loops,
  ) {
    const round = async (signal: AbortSignal): Promise<undefined> => {
      await this.#round(signal);
    };
    this.#loop = loops.add({ name: 'automatic-rotations', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #round(signal: AbortSignal): Promise<void> {
    const { manager } = this.dataSource;
    for (let count = 0; count < atOnceMax && !signal.aborted; count += 1) {
      const now = this.clock.now();
      const organizationId = await claimSchedule(manager, now);
      if (organizationId === undefined) return;
      await lookAgainAt(manager, organizationId, await this.rotations.begin(organizationId, now));
    }
  }
}
