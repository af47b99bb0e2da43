import type { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

/** How long an operation can be asked for after it has ended; the audit trail has it for good. */
const keptDays = 30;
const pauseMs = 3_600_000;

const forgottenAtMs = new WeakMap<DataSource, number>();

/** Now and then: what nobody asks for any more. */
export const forgetEnded = async (dataSource: DataSource): Promise<void> => {
  if (performance.now() - (forgottenAtMs.get(dataSource) ?? Number.NEGATIVE_INFINITY) < pauseMs) return;
  await dataSource.query(
    `DELETE FROM ${schema}.operations WHERE ended_at < now() - make_interval(days => ${keptDays})`,
  );
  forgottenAtMs.set(dataSource, performance.now());
};
