import { OutboxMessage } from '@mdm-gate/outbox';
import type { DataSourceOptions } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { migrations } from './migrations.ts';
import { schema } from './schema.ts';

export const databaseOptions = (url: string): DataSourceOptions => ({
  type: 'postgres',
  url,
  schema,
  entities: [OrganizationEntity, ConnectionEntity, DeliveryEntity, OutboxMessage],
  migrations,
  migrationsTableName: 'migrations',
  poolSize: 10,
  connectTimeoutMS: 15_000,
  extra: {
    application_name: 'mdm-push',
    // Statements name their tables without the schema.
    options: `-c search_path=${schema}`,
    statement_timeout: 15_000,
    // A process that is stopped while it holds an organization's row lock must not hold up the others.
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
  },
});
