import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

const keptDays = 30;

/** Remembers a removal for a month, longer than anybody who has copies is away. */
export const noteRemoved = async (
  manager: EntityManager,
  removed: { readonly organizationId: string; readonly connectionId: string; readonly at: Date },
): Promise<void> => {
  await manager.query(
    `WITH forgotten AS (
       DELETE FROM ${schema}.removed_connections WHERE removed_at < now() - make_interval(days => ${keptDays})
     )
     INSERT INTO ${schema}.removed_connections (connection_id, organization_id, removed_at) VALUES ($1, $2, $3)
     ON CONFLICT DO NOTHING`,
    [removed.connectionId, removed.organizationId, removed.at],
  );
};
