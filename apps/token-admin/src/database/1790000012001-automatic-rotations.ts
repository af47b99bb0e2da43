import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const statements = [
  `ALTER TABLE ${schema}.organizations
    ADD COLUMN rotate_every_days integer CHECK (rotate_every_days BETWEEN 1 AND 3650),
    ADD COLUMN rotate_when_share double precision NOT NULL DEFAULT 0.98 CHECK (rotate_when_share BETWEEN 0 AND 1)`,
  // A table of its own: whoever looks must not wait for a change of the organization, nor hold one up.
  `CREATE TABLE ${schema}.rotation_schedules (
    organization_id text PRIMARY KEY REFERENCES ${schema}.organizations,
    next_look_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX rotation_schedules_due ON ${schema}.rotation_schedules (next_look_at)`,
];

/** Rotations that begin by themselves, because the newest value of a scope is as old as the policy lets it become. */
export class AutomaticRotations1790000012001 implements MigrationInterface {
  readonly name = 'AutomaticRotations1790000012001';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.rotation_schedules`);
    await queryRunner.query(
      `ALTER TABLE ${schema}.organizations DROP COLUMN rotate_every_days, DROP COLUMN rotate_when_share`,
    );
  }
}
