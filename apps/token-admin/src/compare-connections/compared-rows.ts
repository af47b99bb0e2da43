import type { SurveyedOrganization } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

/** The order of bytes, which is the same in every database. */
const knownStatement = `
  SELECT organization_id AS "organizationId", array_agg(connection_id::text) AS ids
  FROM ${schema}.known_connections
  WHERE NOT removed AND ($1::text IS NULL OR organization_id COLLATE "C" > $1)
    AND ($2::text IS NULL OR organization_id COLLATE "C" <= $2)
  GROUP BY organization_id`;

/** As when the event comes: an older reading changes nothing, nor does one of a connection or an organization that is not known. */
const heldStatement = `
  INSERT INTO ${schema}.held_tokens AS held (organization_id, connection_id, platform, token_id, since)
  SELECT read.* FROM unnest($1::text[], $2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[])
    AS read (organization_id, connection_id, platform, token_id, since)
  JOIN ${schema}.known_connections known
    ON known.organization_id = read.organization_id AND known.connection_id = read.connection_id AND NOT known.removed
  ORDER BY organization_id, connection_id, platform
  ON CONFLICT (organization_id, connection_id, platform) DO UPDATE
  SET token_id = excluded.token_id, since = excluded.since
  WHERE held.since < excluded.since AND held.token_id IS DISTINCT FROM excluded.token_id`;

/** Many organizations at a time, without a lock: almost always nothing differs. */
@Injectable()
export class ComparedRows {
  constructor(private readonly dataSource: DataSource) {}

  async knownConnections(range: {
    readonly after: string | null;
    readonly last: string | null;
  }): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.dataSource.query<{ organizationId: string; ids: string[] }[]>(knownStatement, [
      range.after,
      range.last,
    ]);
    return new Map(rows.map(({ organizationId, ids }) => [organizationId, ids]));
  }

  async knownOf(organizationId: string): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ id: string }[]>(
      `SELECT connection_id::text AS id FROM ${schema}.known_connections WHERE organization_id = $1 AND NOT removed`,
      [organizationId],
    );
    return rows.map(({ id }) => id);
  }

  async noteHeld(surveyed: readonly SurveyedOrganization[]): Promise<void> {
    const held = surveyed.flatMap(({ organizationId, held }) =>
      held.map((each) => ({ ...each, organizationId })),
    );
    if (held.length === 0) return;
    await this.dataSource.query(heldStatement, [
      held.map(({ organizationId }) => organizationId),
      held.map(({ connectionId }) => connectionId),
      held.map(({ platform }) => platform),
      held.map(({ tokenId }) => tokenId),
      held.map(({ since }) => since),
    ]);
  }
}
