import { driftsKeptMax, type Drift, type DriftHeld } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

interface Found {
  readonly connectionId: string;
  readonly platform: string;
  readonly wantedTokenId: string | null;
  readonly held: DriftHeld;
}

/** False: this one was noted before, and lasts. */
export const noteDrift = async (manager: EntityManager, found: Found): Promise<boolean> => {
  const { connectionId, platform, wantedTokenId, held } = found;
  const noted = await manager.query<unknown[]>(
    `INSERT INTO ${schema}.drifts (connection_id, platform, wanted_token_id, held) VALUES ($1, $2, $3, $4)
     ON CONFLICT (connection_id, platform) WHERE ended IS NULL DO NOTHING RETURNING 1`,
    [connectionId, platform, wantedTokenId, held],
  );
  if (noted.length === 0) return false;
  await manager.query(
    `DELETE FROM ${schema}.drifts WHERE drift_id IN (
       SELECT drift_id FROM ${schema}.drifts WHERE connection_id = $1
       ORDER BY found_at DESC, drift_id DESC OFFSET ${driftsKeptMax})`,
    [connectionId],
  );
  return true;
};

type Row = Omit<Drift, 'foundAt' | 'endedAt'> & { readonly foundAt: Date; readonly endedAt: Date | null };

/** Of one connection, the newest first. */
export const driftsOf = async (manager: EntityManager, connectionId: string): Promise<Drift[]> => {
  const rows = await manager.query<Row[]>(
    `SELECT drift_id AS "driftId", connection_id AS "connectionId", platform, wanted_token_id AS "wantedTokenId", held,
       found_at AS "foundAt", ended_at AS "endedAt", ended AS "end"
     FROM ${schema}.drifts WHERE connection_id = $1 ORDER BY found_at DESC, drift_id DESC`,
    [connectionId],
  );
  return rows.map(({ foundAt, endedAt, ...drift }) => ({
    ...drift,
    foundAt: foundAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }));
};
