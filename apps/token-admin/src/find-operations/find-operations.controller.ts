import { findOperationRoute, listOperationsRoute, uuidSchema } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { Serves } from '../gateway/serves.ts';
import { OperationEntity } from '../operations/operation.entity.ts';
import { shownOperation } from '../operations/shown-operation.ts';
import { notFound } from '../organization/load-organization.ts';
import { Organizations } from '../organization/organizations.ts';

type FindRoute = typeof findOperationRoute;
type ListRoute = typeof listOperationsRoute;

@Controller()
export class FindOperationsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly dataSource: DataSource,
  ) {}

  @Serves(findOperationRoute)
  async find(@Call() { params }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const { organizationId, operationId } = params;
    const own = { organizationId, operationId };
    const operation = await this.dataSource.manager.findOneBy(OperationEntity, own);
    if (operation === null) throw notFound();
    return { status: 200, body: shownOperation(operation) };
  }

  @Serves(listOperationsRoute)
  async list(@Call() { params, query }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const olderThan = readCursor(query.cursor, uuidSchema);
    const operations = await this.dataSource.manager.find(OperationEntity, {
      where: {
        organizationId,
        ...(query.state === undefined ? {} : { state: query.state }),
        ...(olderThan === null ? {} : { operationId: LessThan(olderThan) }),
      },
      order: { operationId: 'DESC' },
      take: query.limit + 1,
    });
    const items = operations.map(shownOperation);
    return { status: 200, body: pageAfter(items, query.limit, ({ operationId }) => operationId) };
  }
}
