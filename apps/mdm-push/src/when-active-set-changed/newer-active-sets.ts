import { activeSetPosition } from '@mdm-gate/contracts';
import { EventStreamReader } from '@mdm-gate/messaging';
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
 * it is known, and a stream holds several events of each organization.
 */
@Injectable()
export class NewerActiveSets {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: EventStreamReader,
  ) {}

  /** Of each organization the newest one, where it is newer than what we know. What does not fit its contract is left out. */
  async *inStream(): AsyncGenerator<unknown, void, undefined> {
    let batch: unknown[] = [];
    for await (const { event } of this.reader.lastPerSubject('tokens')) {
      batch.push(event);
      if (batch.length < batchSize) continue;
      yield* await this.#among(batch);
      batch = [];
    }
    yield* await this.#among(batch);
  }

  async #among(events: readonly unknown[]): Promise<readonly unknown[]> {
    const newest = newestOf(events);
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
