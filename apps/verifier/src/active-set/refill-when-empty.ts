import type { Loops, NextRound, SupervisedLoop } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from './active-set-store.ts';
import type { ActiveSetMetrics } from './active-set-metrics.ts';
import type { Rebuild, RebuildOutcome } from './rebuild.ts';

/** Between two looks at a store that is well; also how often its connection is proven. */
const lookEveryMs = 1_000;
/** Between two attempts at one that is not. */
const retryAfterMs = 250;
/** A refill of 100,000 organizations takes half a minute. */
const roundTimeoutMs = 5 * 60_000;

/** Keeps the store filled: looks at it every second and whenever there is doubt, and rebuilds it when it is empty. */
export class RefillWhenEmpty {
  #problem: string | null = 'Redis has not been reached yet';
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly store: ActiveSetStore,
    private readonly rebuild: Rebuild,
    private readonly metrics: ActiveSetMetrics,
    private readonly loops: Loops,
  ) {
    const round = () => this.#keepFilled();
    this.#loop = loops.add({ name: 'refill', intervalMs: lookEveryMs, roundTimeoutMs, round });
    // Checks that find the store empty cut the pause short; while it is being mended, doubt is no news.
    store.onDoubt(() => {
      if (this.#problem === null) this.#loop.wakeUp();
    });
  }

  /** Why checks cannot be decided now; null when they can. */
  get problem(): string | null {
    return this.#problem;
  }

  start(): void {
    this.#loop.start();
  }

  async stop(): Promise<void> {
    await this.#loop.stop();
  }

  async #keepFilled(): Promise<NextRound> {
    const problem = await this.#tend();
    if (problem !== this.#problem)
      this.loops.logger.info({ problem }, 'the state of the active sets changed');
    this.#problem = problem;
    return { nextInMs: problem === null ? lookEveryMs : retryAfterMs };
  }

  async #tend(): Promise<string | null> {
    const state = await this.store.look();
    if (state === 'filled') return null;
    if (state === 'unreachable') return this.store.problem ?? 'Redis cannot be reached';
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
      return this.store.problem ?? (error instanceof Error ? error.message : 'the rebuild failed');
    }
  }

  #problemAfter(rebuilt: RebuildOutcome): string | null {
    if (rebuilt.outcome === 'emptied') return 'Redis was emptied while it was being filled';
    this.loops.logger.info(rebuilt, 'filled Redis from the stream');
    return null;
  }
}
