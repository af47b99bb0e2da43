import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from './active-set-store.ts';
import type { ActiveSetMetrics } from './active-set-metrics.ts';
import type { Rebuild, RebuildOutcome } from './rebuild.ts';

/** Between two looks at a store that is well; also how often its connection is proven. */
const lookEveryMs = 1_000;
/** Between two attempts at one that is not. */
const retryAfterMs = 250;

/** Keeps the store filled: looks at it every second and whenever there is doubt, and rebuilds it when it is empty. */
export class RefillWhenEmpty {
  #problem: string | null = 'Redis has not been reached yet';
  #running: Promise<void> = Promise.resolve();
  #doubted: () => void = () => undefined;
  readonly #stopping = new AbortController();

  constructor(
    private readonly store: ActiveSetStore,
    private readonly rebuild: Rebuild,
    private readonly metrics: ActiveSetMetrics,
    private readonly logger: Logger,
  ) {
    store.onDoubt(() => {
      this.#doubted();
    });
  }

  /** Why checks cannot be decided now; null when they can. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#running = this.#keepFilled();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #keepFilled(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      const problem = await this.#tend();
      if (problem !== this.#problem) this.logger.info({ problem }, 'the state of the active sets changed');
      this.#problem = problem;
      await (problem === null ? this.#pauseUntilDoubt() : this.#pause(retryAfterMs));
    }
  }

  async #tend(): Promise<string | null> {
    const state = await this.store.look();
    if (state === 'filled') return null;
    if (state === 'unreachable') return 'Redis cannot be reached';
    this.#problem = 'Redis is being filled from the stream';
    return this.#refill();
  }

  async #refill(): Promise<string | null> {
    const startMs = performance.now();
    try {
      const rebuilt = await this.rebuild.run();
      this.metrics.refilled(rebuilt.outcome, startMs, rebuilt.withheld);
      return this.#problemAfter(rebuilt);
    } catch (error) {
      this.metrics.refilled('failed', startMs);
      return error instanceof Error ? error.message : 'the rebuild failed';
    }
  }

  #problemAfter(rebuilt: RebuildOutcome): string | null {
    if (rebuilt.outcome === 'emptied') return 'Redis was emptied while it was being filled';
    this.logger.info(rebuilt, 'filled Redis from the stream');
    return null;
  }

  /** Checks that find the store empty cut the pause short; while it is being mended, doubt is no news. */
  async #pauseUntilDoubt(): Promise<void> {
    const doubted = new Promise<void>((resolve) => {
      this.#doubted = resolve;
    });
    await Promise.race([doubted, this.#pause(lookEveryMs)]);
    this.#doubted = () => undefined;
  }

  async #pause(forMs: number): Promise<void> {
    await delay(forMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
