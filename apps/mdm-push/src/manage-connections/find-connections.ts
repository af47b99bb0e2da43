import type { findConnection, listConnections, MdmConnection, ReplyOf, RequestOf } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import { requireConnection } from '../connection/connections.ts';
import { shownConnection } from '../connection/shown-connection.ts';

@Injectable()
export class FindConnections {
  constructor(private readonly dataSource: DataSource) {}

  async list({
    organizationId,
  }: RequestOf<typeof listConnections>): Promise<ReplyOf<typeof listConnections>> {
    const connections = await this.dataSource.manager.find(ConnectionEntity, {
      where: { organizationId },
      order: { createdAt: 'ASC', connectionId: 'ASC' },
    });
    return { items: connections.map(shownConnection) };
  }

  /** Throws `not-found`. */
  async find(request: RequestOf<typeof findConnection>): Promise<MdmConnection> {
    return shownConnection(await requireConnection(this.dataSource.manager, request));
  }
}
