import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { schema } from '../database/schema.ts';

/** What of an event tells whether it brings anything new. */
const versionSchema = z.object({
  organizationId: z.string(),
  activeSet: z.object({ version: z.number() }),
});

const versionsStatement = `
  SELECT organization_id AS "organizationId", active_set_version AS version FROM ${schema}.organizations
  WHERE organization_id = ANY ($1)`;

/**
 * Compares what the stream has with what we know, many organizations at a time and without a lock: almost always all of
 * it is known, and a stream holds several events of each organization.
 */
@Injectable()
export class NewerActiveSets {
  constructor(private readonly dataSource: DataSource) {}

  /** Of each organization the newest one, where it is newer than what we know. What does not fit its contract is left out. */
  async among(events: readonly unknown[]): Promise<readonly unknown[]> {
    const newest = newestOf(events);
    const rows: { organizationId: string; version: number }[] = await this.dataSource.query(
      versionsStatement,
      [[...newest.keys()]],
    );
    const known = new Map(rows.map(({ organizationId, version }) => [organizationId, version]));
    return [...newest].flatMap(([organizationId, { version, event }]) =>
      version > (known.get(organizationId) ?? 0) ? [event] : [],
    );
  }
}

interface Versioned {
  readonly version: number;
  readonly event: unknown;
}

const newestOf = (events: readonly unknown[]): ReadonlyMap<string, Versioned> => {
  const newest = new Map<string, Versioned>();
  for (const event of events) {
    const parsed = versionSchema.safeParse(event);
    if (!parsed.success) continue;
    const { organizationId, activeSet } = parsed.data;
    if (activeSet.version > (newest.get(organizationId)?.version ?? 0))
      newest.set(organizationId, { version: activeSet.version, event });
  }
  return newest;
};
