import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** What tells kinds of devices apart: all that counts and filters look at, but for the day. */
const kindColumns = `platform, flow, decision, reason, presented, token_id, value_since_ms, proceeded_token_id`;

const text = (column: string): string => `coalesce(${column}::text, '')`;
const kindExpression = kindColumns.split(', ').map(text).join(` || ' ' || `);

/** Counts how many devices of each kind came or went with a statement, whatever statement it was. */
const moved = (source: string): string => `
  INSERT INTO ${schema}.device_counts AS held
    (organization_id, kind, last_seen_day, ${kindColumns}, devices)
  SELECT organization_id, kind, last_seen_day, ${kindColumns}, sum(change)
  FROM (${source}) AS moved
  GROUP BY organization_id, kind, last_seen_day, ${kindColumns}
  HAVING sum(change) <> 0
  ORDER BY organization_id, kind, last_seen_day
  ON CONFLICT (organization_id, kind, last_seen_day) DO UPDATE SET devices = held.devices + excluded.devices;
  INSERT INTO ${schema}.foreign_values AS held (organization_id, fingerprint, devices, since)
  SELECT organization_id, foreign_fingerprint, sum(change), min(presented_since) FILTER (WHERE change > 0)
  FROM (${source}) AS moved
  WHERE foreign_fingerprint IS NOT NULL
  GROUP BY organization_id, foreign_fingerprint
  HAVING sum(change) <> 0
  ORDER BY organization_id, foreign_fingerprint
  ON CONFLICT (organization_id, fingerprint) DO UPDATE SET
    devices = held.devices + excluded.devices,
    since = CASE WHEN held.devices = 0 THEN excluded.since ELSE least(held.since, excluded.since) END;`;

const arrived = 'SELECT *, 1 AS change FROM arrived';
const left = 'SELECT *, -1 AS change FROM gone';

const countingTrigger = (event: 'insert' | 'update' | 'delete', tables: string, source: string): string[] => [
  `CREATE FUNCTION ${schema}.count_devices_on_${event}() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    ${moved(source)}
    RETURN NULL;
  END $$`,
  `CREATE TRIGGER count_devices_on_${event} AFTER ${event.toUpperCase()} ON ${schema}.devices
    REFERENCING ${tables} FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.count_devices_on_${event}()`,
];

const statements = [
  // No reference to organizations: a row of devices must not wait for a change of its organization, nor hold one up.
  `CREATE TABLE ${schema}.devices (
    organization_id text NOT NULL,
    device_id text COLLATE "C" NOT NULL,
    platform text NOT NULL,
    first_seen_at timestamptz(3) NOT NULL,
    last_seen_at timestamptz(3) NOT NULL,
    flow text NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    presented text NOT NULL,
    presented_since timestamptz(3) NOT NULL,
    token_id uuid,
    value_since_ms bigint,
    foreign_fingerprint text,
    proceeded_at timestamptz(3),
    proceeded_token_id uuid,
    last_seen_day date NOT NULL GENERATED ALWAYS AS ((last_seen_at AT TIME ZONE 'UTC')::date) STORED,
    kind bigint NOT NULL GENERATED ALWAYS AS (hashtextextended(${kindExpression}, 0)) STORED,
    PRIMARY KEY (organization_id, device_id)
  ) WITH (fillfactor = 85)`,
  `CREATE INDEX devices_by_kind ON ${schema}.devices (organization_id, kind, last_seen_day, device_id)`,
  `CREATE INDEX devices_by_foreign_value
    ON ${schema}.devices (organization_id, foreign_fingerprint, last_seen_day DESC, device_id)
    WHERE foreign_fingerprint IS NOT NULL`,
  `CREATE TABLE ${schema}.device_counts (
    organization_id text NOT NULL,
    kind bigint NOT NULL,
    last_seen_day date NOT NULL,
    platform text NOT NULL,
    flow text NOT NULL,
    decision text NOT NULL,
    reason text NOT NULL,
    presented text NOT NULL,
    token_id uuid,
    value_since_ms bigint,
    proceeded_token_id uuid,
    devices bigint NOT NULL,
    PRIMARY KEY (organization_id, kind, last_seen_day)
  ) WITH (fillfactor = 50)`,
  `CREATE TABLE ${schema}.foreign_values (
    organization_id text NOT NULL,
    fingerprint text NOT NULL,
    devices bigint NOT NULL,
    since timestamptz(3),
    PRIMARY KEY (organization_id, fingerprint)
  )`,
  `CREATE INDEX foreign_values_by_devices ON ${schema}.foreign_values (organization_id, devices DESC, fingerprint)`,
  ...countingTrigger('insert', 'NEW TABLE AS arrived', arrived),
  ...countingTrigger('update', 'OLD TABLE AS gone NEW TABLE AS arrived', `${arrived} UNION ALL ${left}`),
  ...countingTrigger('delete', 'OLD TABLE AS gone', left),
  `ALTER TABLE ${schema}.organizations
    ADD COLUMN active_days integer NOT NULL DEFAULT 14 CHECK (active_days BETWEEN 1 AND 90)`,
];

/** What devices last presented, and how many there are of each kind: the counts are kept by the database itself. */
export class Devices1764910000000 implements MigrationInterface {
  readonly name = 'Devices1764910000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.organizations DROP COLUMN active_days`);
    for (const table of ['foreign_values', 'device_counts', 'devices'])
      await queryRunner.query(`DROP TABLE ${schema}.${table}`);
    for (const event of ['insert', 'update', 'delete'])
      await queryRunner.query(`DROP FUNCTION ${schema}.count_devices_on_${event}`);
  }
}
