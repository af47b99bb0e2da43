import { serviceDatabase } from '@mdm-gate/database';
import { OutboxMessage } from '@mdm-gate/outbox';
import type { Logger } from '@mdm-gate/service-kit';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { OrganizationEntity } from '../organization/organization.entity.ts';
import { migrations } from './migrations.ts';
import { schema } from './schema.ts';

export const databaseOptions = (url: string, logger: Logger) =>
  serviceDatabase({
    service: 'mdm-push',
    schema,
    url,
    poolSize: 10,
    statementTimeoutMs: 15_000,
    entities: [OrganizationEntity, ConnectionEntity, DeliveryEntity, OutboxMessage],
    migrations,
    logger,
  });
