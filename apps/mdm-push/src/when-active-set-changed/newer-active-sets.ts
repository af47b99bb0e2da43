import { activeSetPosition } from '@mdm-gate/contracts';
import { EventStreamReader, markAfter, type ReadEvent, type StreamMark } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { schema } from '../database/schema.ts';

/** Events that are compared with one statement. */
const batchSize = 1_000;

/** What of an event tells whether it brings anything new. */
const versionSchema = z.object({
  organizationId: z.string(),
  activeSet: z.object({ lineage: z.string(), version: z.number() }),
});

const versionsStatement = `
  SELECT organization_id AS "organizationId", lineage, active_set_version AS version
  FROM ${schema}.organizations
  WHERE organization_id = ANY ($1)`;

/**
 * Compares what the stream has with what we know, many organizations at a time and without a lock: almost always all of
 * it is known, and a stream holds several events of each organization. After the first time only what came since, unless
 * the stream is not the one that was read, or has lost some of it.
 */
@Injectable()
export class NewerActiveSets {
  /** Up to where the stream was compared; null: not at all. */
  #mark: StreamMark | null = null;
  #timesForgotten = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: EventStreamReader,
  ) {}

  /** What we know may be less than what was compared. */
  forgetWhatWasCompared(): void {
    this.#timesForgotten += 1;
    this.#mark = null;
  }

  /**
   * Of each organization the newest one, where it is newer than what we know. What does not fit its contract is left out.
   * Counts as compared once the caller has taken all of them.
   */
  async *inStream(): AsyncGenerator<unknown, void, undefined> {
    const [mark, timesForgotten] = [this.#mark, this.#timesForgotten];
    const state = await this.reader.state('tokens');
    let last = mark?.last ?? null;
    let batch: unknown[] = [];
    for await (const { event, ...message } of await this.#toCompare(mark, state.lastSequence)) {
      last = message;
      batch.push(event);
      if (batch.length < batchSize) continue;
      yield* await this.#among(batch);
      batch = [];
    }
    yield* await this.#among(batch);
    if (timesForgotten === this.#timesForgotten) this.#mark = markAfter(state, last);
  }

  async #toCompare(
    mark: StreamMark | null,
    lastSequence: number,
  ): Promise<AsyncIterable<ReadEvent> | Iterable<ReadEvent>> {
    if (mark?.last == null || !(await this.reader.goesOn('tokens', mark)))
      return this.reader.lastPerSubject('tokens');
    return mark.last.sequence === lastSequence ? [] : this.reader.since('tokens', mark.last.sequence + 1);
  }

  async #among(events: readonly unknown[]): Promise<readonly unknown[]> {
    const newest = newestOf(events);
    if (newest.size === 0) return [];
    const rows: { organizationId: string; lineage: string; version: number }[] = await this.dataSource.query(
      versionsStatement,
      [[...newest.keys()]],
    );
    const known = new Map(rows.map((row) => [row.organizationId, activeSetPosition(row)]));
    return [...newest].flatMap(([organizationId, { position, event }]) =>
      position > (known.get(organizationId) ?? '') ? [event] : [],
    );
  }
}

interface Positioned {
  readonly position: string;
  readonly event: unknown;
}

const newestOf = (events: readonly unknown[]): ReadonlyMap<string, Positioned> => {
  const newest = new Map<string, Positioned>();
  for (const event of events) {
    const parsed = versionSchema.safeParse(event);
    if (!parsed.success) continue;
    const { organizationId, activeSet } = parsed.data;
    const position = activeSetPosition(activeSet);
    if (position > (newest.get(organizationId)?.position ?? ''))
      newest.set(organizationId, { position, event });
  }
  return newest;
};
