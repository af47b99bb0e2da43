export { DatabaseReadiness } from './database-readiness.ts';
export { DatabaseModule } from './database.module.ts';
export { postgresUrlSchema, readPostgresUrl, type PostgresAddress } from './postgres-url.ts';
export { runMigrations } from './run-migrations.ts';
export { ServiceDataSource } from './service-data-source.ts';
export { serviceDatabase, type ServiceDatabase, type ServiceDatabaseOptions } from './service-database.ts';
export { DatabaseTrouble } from './trouble/database-trouble.ts';
export { untilUsable } from './until-usable.ts';
