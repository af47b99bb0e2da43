import { Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from '../logging/logger.ts';
import { Loops } from './loops.ts';

/** The loops of a service, for all of its modules. */
@Module({})
export class LoopsModule {
  static with(logger: Logger): DynamicModule {
    const loops = { provide: Loops, useFactory: () => new Loops(logger) };
    return { module: LoopsModule, global: true, providers: [loops], exports: [loops] };
  }
}
