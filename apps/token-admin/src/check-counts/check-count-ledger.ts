import type { CheckCount, ChecksCounted } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { schema } from '../database/schema.ts';

/** Of an organization that is not there any more nothing is kept. A repeated event says the same again. */
const takeInStatement = `
  INSERT INTO ${schema}.check_counts (organization_id, minute, replica, decision, reason, checks)
  SELECT organization_id, $2::timestamptz, $3::uuid, decision, reason, checks
  FROM ${schema}.organizations, jsonb_to_recordset($4::jsonb) AS counted(decision text, reason text, checks bigint)
  WHERE organization_id = $1
  ON CONFLICT (organization_id, minute, replica, decision, reason) DO NOTHING`;

const listStatement = `
  SELECT minute, decision, reason, sum(checks)::int AS checks
  FROM ${schema}.check_counts
  WHERE organization_id = $1 AND minute >= $2
  GROUP BY minute, decision, reason
  ORDER BY minute, decision, reason`;

type Row = Omit<CheckCount, 'minute'> & { readonly minute: Date };

/** How many checks there were in each minute. */
@Injectable()
export class CheckCountLedger {
  constructor(private readonly dataSource: DataSource) {}

  async takeIn({ organizationId, minute, replica, counts }: ChecksCounted): Promise<void> {
    await this.dataSource.query(takeInStatement, [organizationId, minute, replica, JSON.stringify(counts)]);
  }

  async since(organizationId: string, from: Date): Promise<CheckCount[]> {
    const rows = await this.dataSource.query<Row[]>(listStatement, [organizationId, from]);
    return rows.map((row) => ({ ...row, minute: row.minute.toISOString() }));
  }

  async forgetBefore(instant: Date): Promise<void> {
    await this.dataSource.query(`DELETE FROM ${schema}.check_counts WHERE minute < $1`, [instant]);
  }
}
