import { serviceDatabase } from '@mdm-gate/database';
import { OutboxMessage } from '@mdm-gate/outbox';
import type { Logger, TlsFiles } from '@mdm-gate/service-kit';
import { AuditEventEntity } from '../audit/audit-event.entity.ts';
import { ConsoleSessionEntity } from '../gateway/console-session/console-session.entity.ts';
import { IdempotentAnswerEntity } from '../gateway/idempotency/idempotent-answer.entity.ts';
import { KnownConnectionEntity } from '../organization/known-connection.entity.ts';
import { OperationEntity } from '../operations/operation.entity.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { HeldTokenEntity } from '../token/held-token.entity.ts';
import { RotationEntity } from '../rotation/rotation.entity.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import { TokenEntity } from '../token/token.entity.ts';
import { migrations } from './migrations.ts';
import { schema } from './schema.ts';

/** `tls`: whom the service takes for PostgreSQL, and who it is there. */
export const databaseOptions = (url: string, logger: Logger, tls: TlsFiles = {}) =>
  serviceDatabase({
    service: 'token-admin',
    schema,
    url,
    tls,
    poolSize: 20,
    // Many administrators of one organization wait for its row, one after the other.
    statementTimeoutMs: 25_000,
    entities: [
      OrganizationEntity,
      KnownConnectionEntity,
      TokenEntity,
      RotationEntity,
      RevokedValueEntity,
      HeldTokenEntity,
      AuditEventEntity,
      IdempotentAnswerEntity,
      OperationEntity,
      ConsoleSessionEntity,
      OutboxMessage,
    ],
    migrations,
    logger,
  });
