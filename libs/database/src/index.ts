export { DatabaseReadiness } from './database-readiness.ts';
export { runMigrations } from './run-migrations.ts';
export { serviceDatabase, type ServiceDatabase } from './service-database.ts';
