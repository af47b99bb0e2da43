import { ReadinessCheck } from '../health/readiness-check.ts';
import type { SupervisedLoop } from './supervised-loop.ts';

/** Ready: the loop does not hang. */
export class LoopReadiness extends ReadinessCheck {
  override readonly name: string;

  constructor(private readonly loop: Pick<SupervisedLoop, 'name' | 'problem'>) {
    super();
    this.name = `loop ${loop.name}`;
  }

  override problem(): Promise<string | null> {
    return Promise.resolve(this.loop.problem);
  }
}
