import { Readable } from 'node:stream';
import {
  exportAuditEventsRoute,
  listAuditEventsRoute,
  verifyAuditEventsRoute,
  type AuditEvent,
} from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import {
  And,
  DataSource,
  LessThan,
  LessThanOrEqual,
  MoreThanOrEqual,
  Raw,
  type FindOptionsWhere,
} from 'typeorm';
import { z } from 'zod';
import { AuditEventEntity } from '../audit/audit-event.entity.ts';
import { AuditReader } from '../audit/audit-reader.ts';
import { shownAuditEvent } from '../audit/shown-audit-event.ts';
import { Call, type AnswerTo, type CallTo, type StreamedAnswer } from '../gateway/call.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { Serves } from '../gateway/serves.ts';
import { Organizations } from '../organization/organizations.ts';

type ListRoute = typeof listAuditEventsRoute;
type VerifyRoute = typeof verifyAuditEventsRoute;

const sequenceSchema = z.coerce.number().int().min(1).max(2_147_483_647);

@Controller()
export class FindAuditEventsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly dataSource: DataSource,
    private readonly reader: AuditReader,
  ) {}

  @Serves(listAuditEventsRoute)
  async list(@Call() { params, query }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const before = readCursor(query.cursor, sequenceSchema);
    const rows = await this.dataSource.manager.find(AuditEventEntity, {
      where: { organizationId, ...(before === null ? {} : { sequence: LessThan(before) }), ...wanted(query) },
      order: { sequence: 'DESC' },
      take: query.limit + 1,
    });
    const items = rows.map(shownAuditEvent);
    return { status: 200, body: pageAfter(items, query.limit, ({ sequence }) => String(sequence)) };
  }

  @Serves(exportAuditEventsRoute)
  async export(@Call() { params }: CallTo<typeof exportAuditEventsRoute>): Promise<StreamedAnswer> {
    await this.organizations.find(params.organizationId);
    return { status: 200, stream: Readable.from(this.#lines(params.organizationId)) };
  }

  @Serves(verifyAuditEventsRoute)
  async verify(@Call() { params }: CallTo<VerifyRoute>): Promise<AnswerTo<VerifyRoute>> {
    const { events, headHash, faults } = await this.reader.verify(params.organizationId);
    return { status: 200, body: { intact: faults.length === 0, events, headHash, faults: [...faults] } };
  }

  async *#lines(organizationId: string): AsyncGenerator<string> {
    for await (const row of this.reader.rows(organizationId)) yield line(shownAuditEvent(row));
  }
}

/** What the list is narrowed to. */
const wanted = (query: CallTo<ListRoute>['query']): FindOptionsWhere<AuditEventEntity> => {
  const { action, outcome, subjectId } = query;
  const between = [
    ...(query.since === undefined ? [] : [MoreThanOrEqual(new Date(query.since))]),
    ...(query.until === undefined ? [] : [LessThanOrEqual(new Date(query.until))]),
  ];
  return {
    ...(action !== undefined && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(subjectId !== undefined && { subjectId }),
    ...wantedActor(query),
    ...(between.length > 0 && { occurredAt: And(...between) }),
  };
};

/** An index has the trail by the type of who acts: see `1790000027001-trail-by-actor.ts`. */
const wantedActor = ({
  actorType,
  actorId,
}: CallTo<ListRoute>['query']): FindOptionsWhere<AuditEventEntity> => {
  const conditions = [
    ...(actorType === undefined ? [] : [Raw((actor) => `${actor} ->> 'type' = :actorType`, { actorType })]),
    ...(actorId === undefined ? [] : [Raw((actor) => `${actor} ->> 'id' = :actorId`, { actorId })]),
  ];
  return conditions.length === 0 ? {} : { actor: And(...conditions) };
};

const line = (event: AuditEvent): string => `${JSON.stringify(event)}\n`;
