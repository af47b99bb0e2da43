export { DatabaseReadiness } from './database-readiness.ts';
export { databaseTrouble, retryingDatabaseTrouble } from './database-trouble.ts';
export { runMigrations } from './run-migrations.ts';
export { serviceDatabase, type ServiceDatabase } from './service-database.ts';
