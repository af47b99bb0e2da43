import { serviceDatabase } from '@mdm-gate/database';
import { OutboxMessage } from '@mdm-gate/outbox';
import type { Logger, TlsFiles } from '@mdm-gate/service-kit';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { migrations } from './migrations.ts';
import { schema } from './schema.ts';

/** `tls`: whom the service takes for PostgreSQL, and who it is there. */
export const databaseOptions = (url: string, logger: Logger, tls: TlsFiles = {}) =>
  serviceDatabase({
    service: 'mdm-push',
    schema,
    url,
    tls,
    poolSize: 10,
    statementTimeoutMs: 15_000,
    entities: [OrganizationEntity, ConnectionEntity, DeliveryEntity, OutboxMessage],
    migrations,
    logger,
  });
