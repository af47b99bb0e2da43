import { Gauge } from '@prometheus-io/client';
import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

/** `revocation`, or another `change` of an active set, until every check is decided by it; `act`: another service's. */
const kinds = ['revocation', 'change', 'act'] as const;
type Kind = (typeof kinds)[number];

const underWay = new Gauge({
  name: 'operations_under_way',
  help: 'Acts that were begun and whose outcome is not known yet',
  labelNames: ['kind'] as const,
});
const oldest = new Gauge({
  name: 'operations_oldest_seconds',
  help: 'How long ago the oldest act that is under way was begun; 0 when there is none',
  labelNames: ['kind'] as const,
});

const countStatement = `
  SELECT CASE WHEN active_set_version IS NULL THEN 'act' WHEN action IN ('revokeToken', 'RotationCompleted', 'RotationCancelled') THEN 'revocation' ELSE 'change' END AS kind,
    count(*)::int AS count, extract(epoch FROM now() - min(started_at))::float AS seconds
  FROM ${schema}.operations WHERE state = 'under-way' GROUP BY 1`;

export const measureUnderWay = async (dataSource: DataSource): Promise<void> => {
  const rows = await dataSource.query<{ kind: Kind; count: number; seconds: number }[]>(countStatement);
  for (const kind of kinds) {
    const row = rows.find((each) => each.kind === kind);
    underWay.set({ kind }, row?.count ?? 0);
    oldest.set({ kind }, row?.seconds ?? 0);
  }
};
