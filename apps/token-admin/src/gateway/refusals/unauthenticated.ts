import type { Loops, SupervisedLoop } from '@mdm-gate/service-kit';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { Counter } from '@prometheus-io/client';

const unauthenticated = new Counter({
  name: 'gateway_unauthenticated_total',
  help: 'Requests without a bearer token that is valid here',
});

const windowMs = 60_000;
/** More addresses than this are counted together. */
const addressesMax = 1_000;
const others = 'others';

/** Says where requests come from that nobody vouches for: the first of an address at once, then a count per minute. */
export class Unauthenticated implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #repeated = new Map<string, number>();
  readonly #loop: SupervisedLoop;

  constructor(private readonly loops: Loops) {
    const round = (): Promise<undefined> => {
      this.#tell();
      return Promise.resolve(undefined);
    };
    this.#loop = loops.add({
      name: 'unauthenticated',
      intervalMs: windowMs,
      roundTimeoutMs: windowMs,
      round,
    });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
    this.#tell();
  }

  note(sourceAddress: string, correlationId: string): void {
    unauthenticated.inc();
    const isKnown = this.#repeated.has(sourceAddress);
    const who = isKnown || this.#repeated.size < addressesMax ? sourceAddress : others;
    const repeated = this.#repeated.get(who);
    this.#repeated.set(who, repeated === undefined ? 0 : repeated + 1);
    if (repeated === undefined)
      this.loops.logger.warn({ sourceAddress: who, correlationId }, 'a request was not authenticated');
  }

  #tell(): void {
    for (const [sourceAddress, repeated] of this.#repeated) {
      if (repeated > 0)
        this.loops.logger.warn(
          { sourceAddress, repeated },
          'more requests were not authenticated within a minute',
        );
    }
    this.#repeated.clear();
  }
}
