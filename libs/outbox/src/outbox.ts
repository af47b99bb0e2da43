import { traceparentToPassOn } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import { contractedEvent, type OutboxEvent } from './outbox-event.ts';
import { OutboxMessage } from './outbox-message.ts';

/** The name that a table's relays LISTEN on. */
export const wakeUpChannel = (dataSource: DataSource): string =>
  dataSource.getMetadata(OutboxMessage).tablePath;

/** Where a use case leaves its event: in the transaction of the change, so that both are there or neither is. */
@Injectable()
export class Outbox {
  /**
   * `manager` is that of the transaction. Events of one organization are published in the order of these calls when
   * the transaction holds the lock on what they tell about (the organization's row) before it calls.
   * Throws `internal-error` when the event does not match its contract.
   */
  async add(manager: EntityManager, event: OutboxEvent): Promise<void> {
    const { id, organizationId, type } = event;
    const traceparent = traceparentToPassOn() ?? null;
    const message = { id, organizationId, type, event: contractedEvent(event), traceparent };
    // The relays are told with the row: delivered at commit, and not at all after a rollback.
    await manager
      .createQueryBuilder()
      .insert()
      .into(OutboxMessage)
      .values(message)
      .returning(`pg_notify('${wakeUpChannel(manager.dataSource)}', '')`)
      .updateEntity(false)
      .execute();
  }
}
