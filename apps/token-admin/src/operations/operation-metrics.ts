import { Gauge } from 'prom-client';
import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

const underWay = new Gauge({
  name: 'operations_under_way',
  help: 'Acts that were begun and whose outcome is not known yet',
});
const oldest = new Gauge({
  name: 'operations_oldest_seconds',
  help: 'How long ago the oldest act that is under way was begun; 0 when there is none',
});

const countStatement = `
  SELECT count(*)::int AS count, coalesce(extract(epoch FROM now() - min(started_at)), 0)::float AS seconds
  FROM ${schema}.operations WHERE state = 'under-way'`;

export const measureUnderWay = async (dataSource: DataSource): Promise<void> => {
  const [row] = await dataSource.query<{ count: number; seconds: number }[]>(countStatement);
  underWay.set(row?.count ?? 0);
  oldest.set(row?.seconds ?? 0);
};
