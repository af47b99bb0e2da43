import type { DataSource } from 'typeorm';
import { FleetLedger, type FleetEntry, type SentEntry } from '../vendors/fleet-ledger.ts';
import { keyOf, oursCondition, type ClaimKey } from './claims.ts';
import { LeaseLost } from './lease.ts';
import { schema } from '../database/schema.ts';

interface Row {
  readonly deviceId: string;
  readonly sentAt: string;
  readonly checkInAsked: boolean;
  readonly isWanted: boolean;
}

/** Locked until the statement ends: who claims the delivery meanwhile waits for it. */
const ours = `ours AS (SELECT FROM ${schema}.deliveries WHERE ${oursCondition} FOR SHARE)`;

const recordStatement = `
  WITH ${ours}
  INSERT INTO ${schema}.fleet_entries (connection_id, platform, wanted_version, device_id, sent_at, check_in_asked)
  SELECT $1, $2, $4, entry.* FROM ours, unnest($5::text[], $6::bigint[], $7::boolean[]) entry
  ON CONFLICT (connection_id, platform, device_id) DO UPDATE
  SET wanted_version = excluded.wanted_version, sent_at = excluded.sent_at, check_in_asked = excluded.check_in_asked
  RETURNING 1`;

const forgetStatement = `
  WITH ${ours}, forgotten AS (
    DELETE FROM ${schema}.fleet_entries
    WHERE connection_id = $1 AND platform = $2 AND device_id = ANY ($5) AND EXISTS (SELECT FROM ours)
  )
  SELECT 1 FROM ours`;

/** Fenced as all that a turn writes: a replica that wakes after another has taken over changes none of its entries. */
export class PostgresFleetLedger extends FleetLedger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly claim: ClaimKey,
  ) {
    super();
  }

  async entries(): Promise<ReadonlyMap<string, FleetEntry>> {
    const { connectionId, platform, wantedVersion } = this.claim;
    const rows: Row[] = await this.dataSource.query(
      `SELECT device_id AS "deviceId", sent_at AS "sentAt", check_in_asked AS "checkInAsked",
         wanted_version = $3 AS "isWanted"
       FROM ${schema}.fleet_entries WHERE connection_id = $1 AND platform = $2`,
      [connectionId, platform, wantedVersion],
    );
    return new Map(rows.map((row) => [row.deviceId, { ...row, sentAt: Number(row.sentAt) }]));
  }

  async record(entries: readonly SentEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await this.#change(recordStatement, [
      entries.map(({ deviceId }) => deviceId),
      entries.map(({ sentAt }) => Math.round(sentAt)),
      entries.map(({ checkInAsked }) => checkInAsked),
    ]);
  }

  async forget(deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length > 0) await this.#change(forgetStatement, [deviceIds]);
  }

  /** Throws LeaseLost. */
  async #change(statement: string, parameters: readonly unknown[]): Promise<void> {
    const rows: unknown[] = await this.dataSource.query(statement, [...keyOf(this.claim), ...parameters]);
    if (rows.length === 0) throw new LeaseLost('Another replica works on it, or something else is wanted');
  }
}
