import type { DataSource } from 'typeorm';
import { FleetLedger, type FleetEntry } from '../vendors/fleet-ledger.ts';

export interface FleetLedgerKey {
  readonly connectionId: string;
  readonly platform: string;
  /** Entries of another version are of another value, and count for nothing. */
  readonly wantedVersion: string;
}

interface Row {
  readonly deviceId: string;
  readonly sentAt: string;
  readonly checkInAsked: boolean;
}

export class PostgresFleetLedger extends FleetLedger {
  constructor(
    private readonly dataSource: DataSource,
    private readonly key: FleetLedgerKey,
  ) {
    super();
  }

  async entries(): Promise<ReadonlyMap<string, FleetEntry>> {
    const rows: Row[] = await this.dataSource.query(
      `SELECT device_id AS "deviceId", sent_at AS "sentAt", check_in_asked AS "checkInAsked" FROM fleet_entries
       WHERE connection_id = $1 AND platform = $2 AND wanted_version = $3`,
      this.#keyValues,
    );
    return new Map(rows.map((row) => [row.deviceId, { ...row, sentAt: Number(row.sentAt) }]));
  }

  async record(entries: readonly FleetEntry[]): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO fleet_entries (connection_id, platform, wanted_version, device_id, sent_at, check_in_asked)
       SELECT $1, $2, $3, * FROM unnest($4::text[], $5::bigint[], $6::boolean[])
       ON CONFLICT (connection_id, platform, device_id) DO UPDATE
       SET wanted_version = excluded.wanted_version, sent_at = excluded.sent_at, check_in_asked = excluded.check_in_asked`,
      [
        ...this.#keyValues,
        entries.map(({ deviceId }) => deviceId),
        entries.map(({ sentAt }) => Math.round(sentAt)),
        entries.map(({ checkInAsked }) => checkInAsked),
      ],
    );
  }

  async forget(deviceIds: readonly string[]): Promise<void> {
    if (deviceIds.length === 0) return;
    await this.dataSource.query(
      'DELETE FROM fleet_entries WHERE connection_id = $1 AND platform = $2 AND device_id = ANY ($3)',
      [this.key.connectionId, this.key.platform, deviceIds],
    );
  }

  get #keyValues(): readonly unknown[] {
    return [this.key.connectionId, this.key.platform, this.key.wantedVersion];
  }
}
