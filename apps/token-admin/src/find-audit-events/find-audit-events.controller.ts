import { listAuditEventsRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { z } from 'zod';
import { AuditEventEntity } from '../audit/audit-event.entity.ts';
import { shownAuditEvent } from '../audit/shown-audit-event.ts';
import { Organizations } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { Serves } from '../gateway/serves.ts';

type ListRoute = typeof listAuditEventsRoute;

const sequenceSchema = z.coerce.number().int().min(1).max(2_147_483_647);

@Controller()
export class FindAuditEventsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly dataSource: DataSource,
  ) {}

  @Serves(listAuditEventsRoute)
  async list(@Call() { params, query }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const before = readCursor(query.cursor, sequenceSchema);
    const rows = await this.dataSource.manager.find(AuditEventEntity, {
      where: { organizationId, ...(before === null ? {} : { sequence: LessThan(before) }) },
      order: { sequence: 'DESC' },
      take: query.limit + 1,
    });
    const items = rows.map(shownAuditEvent);
    return { status: 200, body: pageAfter(items, query.limit, ({ sequence }) => String(sequence)) };
  }
}
