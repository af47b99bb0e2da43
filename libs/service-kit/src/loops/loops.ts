import type { ReadinessCheck } from '../health/readiness-check.ts';
import type { Logger } from '../logging/logger.ts';
import { LoopReadiness } from './loop-readiness.ts';
import { SupervisedLoop, type LoopOptions } from './supervised-loop.ts';

/** The loops of a service, each of which shows in `/readyz` under its name. */
export class Loops {
  readonly #loops: SupervisedLoop[] = [];

  constructor(readonly logger: Logger) {}

  /** The loop begins when it is told to start. */
  add(options: LoopOptions): SupervisedLoop {
    const loop = new SupervisedLoop(options, this.logger);
    this.#loops.push(loop);
    return loop;
  }

  get checks(): readonly ReadinessCheck[] {
    return this.#loops.map((loop) => new LoopReadiness(loop));
  }
}
