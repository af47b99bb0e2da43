import type { Logger } from '@mdm-gate/service-kit';
import { Module, type DynamicModule } from '@nestjs/common';
import { IsolatedReaders } from './readers.ts';

/** One pool of threads for all who read what others sent. */
@Module({})
export class IsolationModule {
  static with(logger: Logger): DynamicModule {
    const readers = { provide: IsolatedReaders, useFactory: () => new IsolatedReaders(logger) };
    return { module: IsolationModule, global: true, providers: [readers], exports: [readers] };
  }
}
