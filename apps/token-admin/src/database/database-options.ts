import { OutboxMessage } from '@mdm-gate/outbox';
import type { Logger } from '@mdm-gate/service-kit';
import type { DataSourceOptions } from 'typeorm';
import { AuditEventEntity } from '../audit/audit-event.entity.ts';
import { IdempotentAnswerEntity } from '../gateway/idempotency/idempotent-answer.entity.ts';
import { KnownConnectionEntity } from '../organization/known-connection.entity.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { HeldTokenEntity } from '../token/held-token.entity.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { migrations } from './migrations.ts';
import { schema } from './schema.ts';

export const databaseOptions = (url: string, logger: Logger): DataSourceOptions => ({
  type: 'postgres',
  url,
  schema,
  entities: [
    OrganizationEntity,
    KnownConnectionEntity,
    TokenEntity,
    RevokedValueEntity,
    HeldTokenEntity,
    AuditEventEntity,
    IdempotentAnswerEntity,
    OutboxMessage,
  ],
  migrations,
  migrationsTableName: 'migrations',
  poolSize: 20,
  // Callers queue for a connection while one organization's row is busy; after this they get a retryable error.
  connectTimeoutMS: 25_000,
  // An idle connection that breaks is replaced by the pool; the next query tells whether the server is there.
  poolErrorHandler: (error: Error) => {
    logger.warn({ problem: error.message }, 'a connection to PostgreSQL broke');
  },
  extra: {
    application_name: 'token-admin',
    // A statement that waits longer than any healthy one does.
    statement_timeout: 25_000,
    // A process that is stopped while it holds an organization's row lock must not hold up the others.
    idle_in_transaction_session_timeout: 10_000,
    keepAlive: true,
  },
});
