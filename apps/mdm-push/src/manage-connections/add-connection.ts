import { addConnection, type MdmConnection, type RequestOf } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ConnectionFields, type AcceptedFields } from '../connection/connection-fields.ts';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { SealedCredentials } from '../connection/sealed-credentials.ts';
import { requireOwnPlace } from '../connection/sister-connections.ts';
import { shownConnection } from '../connection/shown-connection.ts';
import { ConnectionChanges, type Change } from './connection-changes.ts';
import { connectionAdded } from '../connection/connection-events.ts';

type Request = RequestOf<typeof addConnection>;

const connectionsMax = 100;

@Injectable()
export class AddConnection {
  constructor(
    private readonly changes: ConnectionChanges,
    private readonly fields: ConnectionFields,
    private readonly credentials: SealedCredentials,
  ) {}

  /** A repeated request answers with what the first one added. Throws `invalid-request`, `conflict`. */
  async add(request: Request): Promise<MdmConnection> {
    const { organizationId, operationId } = request;
    const accepted = await this.fields.accept(organizationId, request.connection);
    const asked = { organizationId, operationId, reply: addConnection.reply };
    return this.changes.make(asked, (manager) => this.#addOnce(manager, request, accepted));
  }

  async #addOnce(
    manager: EntityManager,
    request: Request,
    accepted: AcceptedFields,
  ): Promise<Change<MdmConnection>> {
    const { organizationId, connectionId } = request;
    const existing = await manager.findOneBy(ConnectionEntity, { connectionId });
    if (existing?.organizationId === organizationId)
      return { result: shownConnection(existing), event: null };
    if (existing !== null) throw new CodedError('conflict', 'This connection id is taken');
    const connections = (await manager.countBy(ConnectionEntity, { organizationId })) + 1;
    if (connections > connectionsMax)
      throw new CodedError('conflict', `An organization has at most ${connectionsMax} MDM connections`);
    const added = this.#newConnection(request, accepted);
    await requireOwnPlace(manager, added);
    const connection = await manager.save(added);
    const now = this.changes.clock.now();
    return { result: shownConnection(connection), event: connectionAdded({ ...request, connections }, now) };
  }

  #newConnection(
    { organizationId, connectionId, connection }: Request,
    { settings, credentials }: AcceptedFields,
  ): ConnectionEntity {
    const now = this.changes.clock.now();
    return Object.assign(new ConnectionEntity(), {
      organizationId,
      connectionId,
      name: connection.name,
      vendor: connection.vendor,
      settings,
      sealedCredentials: this.credentials.seal(credentials, { organizationId, connectionId }),
      apps: connection.apps,
      configurationKey: connection.configurationKey,
      version: 1,
      createdAt: now,
      changedAt: now,
    });
  }
}
