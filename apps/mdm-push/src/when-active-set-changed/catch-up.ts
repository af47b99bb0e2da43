import { activeSetEvents } from '@mdm-gate/contracts';
import { Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { z } from 'zod';
import { Restorations } from '../database/restorations.ts';
import { FollowActiveSet } from './follow-active-set.ts';
import { NewerActiveSets } from './newer-active-sets.ts';

const eventSchema = z.union(activeSetEvents.map(({ schema }) => schema));

const intervalMs = 600_000;
const retryMaxMs = 2_000;
/** A stream of 100,000 organizations after a restored backup. */
const roundTimeoutMs = 30 * 60_000;

/**
 * At the start and when our database was restored, reads the newest active set of every organization from the stream; every
 * ten minutes what came since. The events that come by themselves are enough as long as our database keeps what we
 * acknowledged; after a restored backup it does not.
 */
@Injectable()
export class CatchUp implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly newer: NewerActiveSets,
    private readonly followActiveSet: FollowActiveSet,
    restorations: Restorations,
    loops: Loops,
  ) {
    const round = (signal: AbortSignal) => this.#catchUp(signal);
    this.#loop = loops.add({ name: 'catch-up', intervalMs, retryMaxMs, roundTimeoutMs, round });
    restorations.onRestored(() => {
      newer.forgetWhatWasCompared();
      this.#loop.wakeUp();
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async #catchUp(signal: AbortSignal): Promise<undefined> {
    for await (const event of this.newer.inStream()) {
      if (signal.aborted) return;
      const parsed = eventSchema.safeParse(event);
      // What does not fit its contract is parked where the events come by themselves.
      if (parsed.success) await this.followActiveSet.follow(parsed.data);
    }
  }
}
