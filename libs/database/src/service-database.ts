import { demandsTls, renewedTls, type Logger, type TlsFiles } from '@mdm-gate/service-kit';
import type { DataSourceOptions } from 'typeorm';
import { readPostgresUrl } from './postgres-url.ts';

export interface ServiceDatabase {
  /** Shown by PostgreSQL as the name of the application. */
  readonly service: string;
  /** The service's own part of the database; no other service reads or writes it. */
  readonly schema: string;
  readonly url: string;
  /** Whom we take for PostgreSQL, and who we are there; without any of the files nothing is encrypted. */
  readonly tls?: TlsFiles | undefined;
  readonly poolSize: number;
  /** Longer than any healthy statement takes, waiting for a row or for a free connection included. */
  readonly statementTimeoutMs: number;
  readonly entities: NonNullable<DataSourceOptions['entities']>;
  readonly migrations: NonNullable<DataSourceOptions['migrations']>;
  readonly logger: Logger;
}

/** For `ServiceDataSource`. */
export type ServiceDatabaseOptions = DataSourceOptions & {
  readonly type: 'postgres';
  readonly schema: string;
  readonly statementTimeoutMs: number;
};

/** How a service uses PostgreSQL: in its own schema, which every statement names, with a limit on what could hang. */
export const serviceDatabase = (database: ServiceDatabase): ServiceDatabaseOptions => ({
  type: 'postgres',
  ...readPostgresUrl(database.url),
  ...(demandsTls(database.tls ?? {}) && { ssl: renewedTls(database.tls ?? {}) }),
  schema: database.schema,
  statementTimeoutMs: database.statementTimeoutMs,
  entities: database.entities,
  migrations: database.migrations,
  migrationsTableName: 'migrations',
  // Nothing of ours needs one, and the role of a service may make none.
  installExtensions: false,
  poolSize: database.poolSize,
  // Callers queue for a connection while the others are busy; after this they get a retryable error.
  connectTimeoutMS: database.statementTimeoutMs,
  // An idle connection that breaks is replaced by the pool; the next query tells whether the server is there.
  poolErrorHandler: (error: Error) => {
    database.logger.warn({ problem: error.message }, 'a connection to PostgreSQL broke');
  },
  extra: { application_name: database.service, keepAlive: true },
});
