import { withTimeLimit } from '@mdm-gate/service-kit';
import { Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DatabaseReadiness } from './database-readiness.ts';
import { ServiceDataSource } from './service-data-source.ts';

const goodbyeTimeoutMs = 2_000;

/** A service's open data source, for all of its modules. It is closed when the service has stopped. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(private readonly dataSource: ServiceDataSource) {}

  static with(dataSource: ServiceDataSource): DynamicModule {
    const providers = [
      { provide: ServiceDataSource, useValue: dataSource },
      { provide: DataSource, useExisting: ServiceDataSource },
      DatabaseReadiness,
    ];
    return { module: DatabaseModule, global: true, providers, exports: providers };
  }

  /** A server that hangs does not say goodbye. */
  async onApplicationShutdown(): Promise<void> {
    if (this.dataSource.isInitialized)
      await withTimeLimit(this.dataSource.destroy(), goodbyeTimeoutMs).catch(() => undefined);
  }
}
