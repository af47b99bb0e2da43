import { ServiceDataSource } from '@mdm-gate/database';
import type { Logger, TlsFiles } from '@mdm-gate/service-kit';
import type { OnApplicationShutdown } from '@nestjs/common';
import { databaseOptions } from '../../database/database-options.ts';

/** A connection of its own: however many refusals wait for it, no other request does. */
export class RefusalConnection implements OnApplicationShutdown {
  readonly #dataSource: ServiceDataSource;

  constructor(url: string, logger: Logger, tls: TlsFiles = {}) {
    this.#dataSource = new ServiceDataSource({ ...databaseOptions(url, logger, tls), poolSize: 1 });
  }

  /** Connects at the first refusal. Throws `DatabaseTrouble`. */
  async open(): Promise<ServiceDataSource> {
    await this.#dataSource.open();
    return this.#dataSource;
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.#dataSource.isInitialized) await this.#dataSource.destroy();
  }
}
