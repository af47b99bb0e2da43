import {
  addConnection,
  addConnectionRoute,
  findConnection,
  findConnectionRoute,
  listConnections,
  listConnectionsRoute,
  removeConnection,
  removeConnectionRoute,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { requireVersion } from '../gateway/entity-tags.ts';
import { Serves } from '../gateway/serves.ts';
import { ConnectionBook } from '../organization/connection-book.ts';

type AddRoute = typeof addConnectionRoute;
type ListRoute = typeof listConnectionsRoute;
type FindRoute = typeof findConnectionRoute;
type RemoveRoute = typeof removeConnectionRoute;

/** mdm-push owns the connections; the gateway asks it, and notes at once what has changed, so that the next call sees it. */
@Controller()
export class ManageConnectionsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly requester: Requester,
    private readonly connections: ConnectionBook,
  ) {}

  @Serves(addConnectionRoute)
  async add(@Call() { params, body, cause }: CallTo<AddRoute>): Promise<AnswerTo<AddRoute>> {
    const { organizationId } = params;
    const { actor, correlationId, operationId: connectionId } = cause;
    await this.organizations.find(organizationId);
    const request = { organizationId, connectionId, actor, correlationId, connection: body };
    const connection = await this.requester.ask(addConnection, request, { correlationId });
    const details = { name: connection.name, vendor: connection.vendor };
    await this.connections.learn({ organizationId, connectionId, removed: false, details }, cause);
    return { status: 201, body: connection, version: connection.version };
  }

  @Serves(listConnectionsRoute)
  async list(@Call() { params, cause }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const { correlationId } = cause;
    const { items } = await this.requester.ask(listConnections, { organizationId }, { correlationId });
    return { status: 200, body: { items, nextCursor: null } };
  }

  @Serves(findConnectionRoute)
  async find(@Call() { params, cause }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { correlationId } = cause;
    const connection = await this.requester.ask(findConnection, params, { correlationId });
    return { status: 200, body: connection, version: connection.version };
  }

  @Serves(removeConnectionRoute)
  async remove(@Call() { params, versions, cause }: CallTo<RemoveRoute>): Promise<AnswerTo<RemoveRoute>> {
    const { organizationId, connectionId } = params;
    const { actor, correlationId } = cause;
    const current = await this.requester.ask(findConnection, params, { correlationId });
    requireVersion(versions, current.version);
    const request = { organizationId, connectionId, version: current.version, actor, correlationId };
    await this.requester.ask(removeConnection, request, { correlationId });
    const details = { name: current.name, vendor: current.vendor };
    await this.connections.learn({ organizationId, connectionId, removed: true, details }, cause);
    return { status: 204, body: null };
  }
}
