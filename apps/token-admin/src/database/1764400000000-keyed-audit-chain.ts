import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** The trigger holds for the owner too, whom privileges do not bind; the privileges hold where triggers are switched off. */
const up = [
  `ALTER TABLE ${schema}.audit_events ADD COLUMN key_id text`,
  `ALTER TABLE ${schema}.audit_events
    DROP CONSTRAINT audit_events_outcome_check,
    ADD CONSTRAINT audit_events_outcome_check CHECK (outcome IN ('intended', 'allowed', 'refused', 'failed'))`,
  `CREATE TABLE ${schema}.audit_keys (key_id text PRIMARY KEY, key_check text NOT NULL)`,
  `CREATE FUNCTION ${schema}.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'audit events are only ever added' USING ERRCODE = 'insufficient_privilege';
    END $$`,
  `CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${schema}.audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.refuse_audit_change()`,
  `REVOKE UPDATE, DELETE, TRUNCATE ON ${schema}.audit_events FROM PUBLIC, CURRENT_USER`,
  `REVOKE UPDATE, DELETE, TRUNCATE ON ${schema}.audit_keys FROM PUBLIC, CURRENT_USER`,
];

const down = [
  `GRANT UPDATE, DELETE, TRUNCATE ON ${schema}.audit_events TO CURRENT_USER`,
  `DROP TRIGGER audit_events_append_only ON ${schema}.audit_events`,
  `DROP FUNCTION ${schema}.refuse_audit_change()`,
  `DROP TABLE ${schema}.audit_keys`,
  `ALTER TABLE ${schema}.audit_events DROP COLUMN key_id`,
];

export class KeyedAuditChain1764400000000 implements MigrationInterface {
  readonly name = 'KeyedAuditChain1764400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const statement of down) await queryRunner.query(statement);
  }
}
