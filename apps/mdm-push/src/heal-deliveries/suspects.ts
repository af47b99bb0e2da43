import { markAfter, type ReadEvent, type StreamMark } from '@mdm-gate/messaging';
import { OutboxMessage } from '@mdm-gate/outbox';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import { schema } from '../database/schema.ts';
import { DeliveriesStream } from './deliveries-stream.ts';
import { ownStates } from './own-state.ts';
import { nothingTold, statefulEvent, take, type Told } from './stream-told.ts';
import { whatIsMissing } from './what-is-missing.ts';

const idSchema = z.object({ id: z.uuid() });
const atOnce = 500;

/** `mark`: up to where the stream was looked at. */
export interface Suspects {
  readonly organizationIds: ReadonlySet<string>;
  readonly mark: StreamMark;
}

interface Found {
  readonly organizationIds: ReadonlySet<string>;
  readonly last: StreamMark['last'];
}

/** Finds the organizations of which the stream may tell something else than our database. */
@Injectable()
export class FindSuspects {
  constructor(
    private readonly dataSource: DataSource,
    private readonly stream: DeliveriesStream,
  ) {}

  /** Called with every connection to NATS there will be. */
  onConnected(listener: () => void): void {
    this.stream.link.onConnected(listener);
  }

  /** What came since, or everything where the stream is not the one that was followed, or has gone back. */
  async since(mark: StreamMark | null): Promise<Suspects> {
    const { reader } = this.stream;
    const state = await this.stream.state();
    if (mark?.last == null || !(await reader.goesOn('deliveries', mark))) {
      const { organizationIds, last } = await this.#amongAll(reader.since('deliveries', 1));
      return { organizationIds, mark: markAfter(state, last) };
    }
    if (state.lastSequence === mark.last.sequence) return { organizationIds: new Set(), mark };
    const { organizationIds, last } = await this.#amongNews(
      reader.since('deliveries', mark.last.sequence + 1),
    );
    return { organizationIds, mark: markAfter(state, last ?? mark.last) };
  }

  /** Those of which something came that our database does not know to have said: it was restored, or somebody else said it. */
  async #amongNews(events: AsyncIterable<ReadEvent>): Promise<Found> {
    const organizationIds = new Set<string>();
    let last: Found['last'] = null;
    let batch: ReadEvent[] = [];
    const judge = async (): Promise<void> => {
      for (const organizationId of await this.#unknownAmong(batch)) organizationIds.add(organizationId);
      batch = [];
    };
    for await (const event of events) {
      const { subject, sequence, storedAtMs } = event;
      last = { subject, sequence, storedAtMs };
      if (batch.push(event) === atOnce) await judge();
    }
    await judge();
    return { organizationIds, last };
  }

  /** Those of which something was published since the mark or shortly before: a stream that is restored to it lacks that. */
  async amongRecent(markedAt: Date | null): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT DISTINCT organization_id AS id FROM ${schema}.outbox
       WHERE published_at > coalesce($1::timestamptz, '-infinity') - interval '10 minutes'`,
      [markedAt],
    );
    return rows.map(({ id }) => id);
  }

  /** Compares everything that the stream tells with everything that our database says. */
  async #amongAll(events: AsyncIterable<ReadEvent>): Promise<Found> {
    const told = new Map<string, Told>();
    let last: Found['last'] = null;
    for await (const { event, ...message } of events) {
      last = message;
      const stateful = statefulEvent(event);
      if (stateful === null) continue;
      const of = told.get(stateful.organizationId) ?? nothingTold();
      take(of, stateful);
      told.set(stateful.organizationId, of);
    }
    return { organizationIds: new Set(await this.#differing(told)), last };
  }

  async #differing(told: ReadonlyMap<string, Told>): Promise<readonly string[]> {
    const differing: string[] = [];
    for await (const own of this.#all()) {
      const missing = whatIsMissing(own, told.get(own.organizationId) ?? nothingTold(), new Date());
      if (missing.length > 0) differing.push(own.organizationId);
    }
    return [...differing, ...(await this.#neverHeardOf([...told.keys()]))];
  }

  async *#all(): AsyncGenerator<Awaited<ReturnType<typeof ownStates>>[number], void, undefined> {
    for (let after = ''; ;) {
      const rows = await this.dataSource.query<{ id: string }[]>(
        `SELECT organization_id AS id FROM ${schema}.organizations WHERE organization_id COLLATE "C" > $1
         ORDER BY organization_id COLLATE "C" LIMIT ${atOnce}`,
        [after],
      );
      const ids = rows.map(({ id }) => id);
      yield* await ownStates(this.dataSource.manager, ids);
      if (ids.length < atOnce) return;
      after = ids.at(-1) ?? '';
    }
  }

  /** Their connections are gone with a database that was restored to before it heard of them. */
  async #neverHeardOf(organizationIds: readonly string[]): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT told.id FROM unnest($1::text[]) AS told (id)
       WHERE NOT EXISTS (SELECT FROM ${schema}.organizations WHERE organization_id = told.id)`,
      [organizationIds],
    );
    return rows.map(({ id }) => id);
  }

  async #unknownAmong(events: readonly ReadEvent[]): Promise<readonly string[]> {
    if (events.length === 0) return [];
    const ids = events.map(({ event }) => idSchema.safeParse(event).data?.id);
    const said = await this.dataSource.manager.find(OutboxMessage, {
      select: { id: true },
      where: { id: In(ids.filter((id) => id !== undefined)) },
    });
    const known = new Set(said.map(({ id }) => id));
    return events
      .filter((_, index) => !known.has(ids[index] ?? ''))
      .map(({ subject }) => organizationIn(subject));
  }
}

/** `mdm.deliveries.<organizationId>.<type>` */
const organizationIn = (subject: string): string => subject.split('.')[2] ?? '';
