import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/**
 * What PostgreSQL tells of the history that it is in, as `<identity>@<start>`. The identity is another one when the
 * database is another cluster, timeline, database or set of tables than before: then it has gone back in time, or may have.
 * The start is another one when PostgreSQL was started anew, which it also is when its files were put back.
 */
const historyFunction = `
  CREATE FUNCTION ${schema}.history() RETURNS text LANGUAGE sql VOLATILE AS $$
    SELECT concat_ws('/',
      (SELECT system_identifier FROM pg_control_system()),
      left(pg_walfile_name(pg_current_wal_insert_lsn()), 8),
      (SELECT oid FROM pg_database WHERE datname = current_database()),
      '${schema}.organizations'::regclass::oid,
      '${schema}.mdm_tokens'::regclass::oid,
      '${schema}.revoked_values'::regclass::oid,
      '${schema}.known_connections'::regclass::oid
    ) || '@' || extract(epoch FROM pg_postmaster_start_time())
  $$`;

/**
 * `history` and `written_by` are those of the transaction that wrote the row, so that a row tells whether it still stands
 * where the service left it: what a restore or a hand puts there has another transaction's id.
 */
const addColumns = `
  ALTER TABLE ${schema}.organizations
    ADD COLUMN lineage uuid,
    ADD COLUMN active_set_at timestamptz(3),
    ADD COLUMN active_set_mac text,
    ADD COLUMN active_set_mac_key_id text,
    ADD COLUMN history text,
    ADD COLUMN written_by bigint`;

export class Lineages1764200000000 implements MigrationInterface {
  readonly name = 'Lineages1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(addColumns);
    await queryRunner.query(historyFunction);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP FUNCTION ${schema}.history()`);
    await queryRunner.query(`ALTER TABLE ${schema}.organizations
      DROP COLUMN lineage, DROP COLUMN active_set_at, DROP COLUMN active_set_mac,
      DROP COLUMN active_set_mac_key_id, DROP COLUMN history, DROP COLUMN written_by`);
  }
}
