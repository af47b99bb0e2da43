import { Clock, Loops, type SupervisedLoop } from '@mdm-gate/service-kit';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { IdempotentAnswerEntity } from './idempotent-answer.entity.ts';

/** How long a repeated request is answered as it was the first time. */
export const answersKeptMs = 24 * 3_600_000;

const intervalMs = 3_600_000;
const roundTimeoutMs = 120_000;

/** Answers may hold token values, if only sealed: they are kept no longer than they are of use. */
@Injectable()
export class ForgetOldAnswers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #loop: SupervisedLoop;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    loops: Loops,
  ) {
    const round = () => this.forget();
    this.#loop = loops.add({ name: 'forget-old-answers', intervalMs, roundTimeoutMs, round });
  }

  onApplicationBootstrap(): void {
    this.#loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#loop.stop();
  }

  async forget(): Promise<undefined> {
    const createdAt = LessThan(new Date(this.clock.now().getTime() - answersKeptMs));
    await this.dataSource.manager.delete(IdempotentAnswerEntity, { createdAt });
  }
}
