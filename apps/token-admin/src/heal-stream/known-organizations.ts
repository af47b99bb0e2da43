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

/** The lineage goes on in this history, if the row is still as it was when it was compared. */
export const adopt = async (dataSource: DataSource, known: KnownOrganization): Promise<void> => {
  const { organizationId, version, mac } = known;
  await dataSource.query(
    `UPDATE ${schema}.organizations o SET history = ${historyNow}, written_by = txid_current()
     WHERE organization_id = $1 AND version = $2 AND active_set_mac = $3
       AND ${standingOf('o', historyNow)} = 'restarted'`,
    [organizationId, version, mac],
  );
};
