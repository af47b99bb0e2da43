import {
  addConnection,
  changeConnection,
  findConnection,
  listConnections,
  removeConnection,
  type MdmConnection,
  type ReplyOf,
  type RequestOf,
} from '@mdm-gate/contracts';
import { Answers } from '@mdm-gate/messaging';
import { Controller } from '@nestjs/common';
import { AddConnection } from './add-connection.ts';
import { ChangeConnection } from './change-connection.ts';
import { FindConnections } from './find-connections.ts';
import { RemoveConnection } from './remove-connection.ts';

@Controller()
export class ManageConnectionsController {
  constructor(
    private readonly add: AddConnection,
    private readonly change: ChangeConnection,
    private readonly find: FindConnections,
    private readonly remove: RemoveConnection,
  ) {}

  @Answers(addConnection)
  addConnection(request: RequestOf<typeof addConnection>): Promise<MdmConnection> {
    return this.add.add(request);
  }

  @Answers(listConnections)
  listConnections(request: RequestOf<typeof listConnections>): Promise<ReplyOf<typeof listConnections>> {
    return this.find.list(request);
  }

  @Answers(findConnection)
  findConnection(request: RequestOf<typeof findConnection>): Promise<MdmConnection> {
    return this.find.find(request);
  }

  @Answers(changeConnection)
  changeConnection(request: RequestOf<typeof changeConnection>): Promise<MdmConnection> {
    return this.change.change(request);
  }

  @Answers(removeConnection)
  removeConnection(request: RequestOf<typeof removeConnection>): Promise<ReplyOf<typeof removeConnection>> {
    return this.remove.remove(request);
  }
}
