import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';
import { historyNow, standingOf } from '../organization/standing.ts';
import type { KnownOrganization } from './what-to-do.ts';

const select = `
  SELECT
    organization_id AS "organizationId", lineage, version, active_set_mac AS mac,
    active_set_mac_key_id AS "macKeyId", ${standingOf('o', 'h.now')} AS standing,
    EXISTS (
      SELECT FROM ${schema}.outbox WHERE organization_id = o.organization_id AND published_at IS NULL
    ) AS pending
  FROM ${schema}.organizations o, (SELECT ${historyNow} AS now) h`;

export const allOrganizations = (dataSource: DataSource): Promise<KnownOrganization[]> =>
  dataSource.query(select);

export const organizationsAmong = (
  dataSource: DataSource,
  organizationIds: readonly string[],
): Promise<KnownOrganization[]> =>
  dataSource.query(`${select} WHERE organization_id = ANY ($1)`, [organizationIds]);

/** Those that stand in another history than they were written in. */
export const unsettledOrganizations = (dataSource: DataSource, limit: number): Promise<KnownOrganization[]> =>
  dataSource.query(`SELECT * FROM (${select}) AS known WHERE standing <> 'settled' LIMIT $1`, [limit]);

/** The history that PostgreSQL is in. */
export const currentHistory = async (dataSource: DataSource): Promise<string> => {
  const [row] = await dataSource.query<{ history: string }[]>(`SELECT ${historyNow} AS history`);
  return row?.history ?? '';
};

const adoptedAtOnce = 1_000;

/** Rows in one order, and none that somebody else holds: two replicas do not wait for one another in a circle. */
const adoptStatement = `
  WITH proven AS (
    SELECT o.organization_id
    FROM ${schema}.organizations o
    JOIN unnest($1::text[], $2::integer[], $3::text[]) AS given (organization_id, version, mac)
      ON given.organization_id = o.organization_id AND given.version = o.version AND given.mac = o.active_set_mac,
      (SELECT ${historyNow} AS now) h
    WHERE ${standingOf('o', 'h.now')} = 'restarted'
    ORDER BY o.organization_id FOR UPDATE OF o SKIP LOCKED
  )
  UPDATE ${schema}.organizations o SET history = h.now, written_by = txid_current()
  FROM proven, (SELECT ${historyNow} AS now) h
  WHERE o.organization_id = proven.organization_id`;

/**
 * Their lineages go on in this history, each if its row is still as it was when it was compared. Many at a time: after a
 * start of PostgreSQL it is all of them.
 */
export const adopt = async (
  dataSource: DataSource,
  organizations: readonly KnownOrganization[],
): Promise<void> => {
  for (let from = 0; from < organizations.length; from += adoptedAtOnce) {
    const batch = organizations.slice(from, from + adoptedAtOnce);
    await dataSource.query(adoptStatement, [
      batch.map(({ organizationId }) => organizationId),
      batch.map(({ version }) => version),
      batch.map(({ mac }) => mac),
    ]);
  }
};
