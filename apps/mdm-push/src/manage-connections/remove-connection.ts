import { removeConnection, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { noteRemoved } from '../connection/removed-connections.ts';
import { requireConnection, requireVersion } from '../connection/connections.ts';
import { ConnectionChanges, type Change } from './connection-changes.ts';
import { connectionRemoved } from '../connection/connection-events.ts';

type Request = RequestOf<typeof removeConnection>;
type Reply = ReplyOf<typeof removeConnection>;

@Injectable()
export class RemoveConnection {
  constructor(private readonly changes: ConnectionChanges) {}

  /** Its deliveries go with it; what the MDM holds stays. Throws `not-found`, `precondition-failed`. */
  async remove(request: Request): Promise<Reply> {
    const { organizationId, operationId } = request;
    const asked = { organizationId, operationId, reply: removeConnection.reply };
    return this.changes.make(asked, (manager) => this.#remove(manager, request));
  }

  async #remove(manager: EntityManager, request: Request): Promise<Change<Reply>> {
    const { organizationId, connectionId, version } = request;
    const connection = await requireConnection(manager, request);
    requireVersion(connection, version);
    await manager.remove(connection);
    await noteRemoved(manager, { organizationId, connectionId, at: this.changes.clock.now() });
    const connections = await manager.countBy(ConnectionEntity, { organizationId });
    return {
      result: { connectionId, connections },
      event: connectionRemoved({ ...request, connections }, this.changes.clock.now()),
    };
  }
}
