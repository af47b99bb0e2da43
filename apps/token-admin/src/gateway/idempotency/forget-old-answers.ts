import { Clock } from '@mdm-gate/service-kit';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { IdempotentAnswerEntity } from './idempotent-answer.entity.ts';

/** How long a repeated request is answered as it was the first time. */
export const answersKeptMs = 24 * 3_600_000;

const intervalMs = 3_600_000;

/** Answers may hold token values, if only sealed: they are kept no longer than they are of use. */
@Injectable()
export class ForgetOldAnswers implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    void this.forget();
    this.#timer = setInterval(() => void this.forget(), intervalMs);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Never throws: what is left is forgotten the next time. */
  async forget(): Promise<void> {
    const createdAt = LessThan(new Date(this.clock.now().getTime() - answersKeptMs));
    await this.dataSource.manager.delete(IdempotentAnswerEntity, { createdAt }).catch(() => undefined);
  }
}
