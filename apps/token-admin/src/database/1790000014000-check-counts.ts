import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** Checks per minute, as each replica of the verifier counted them. */
export class CheckCounts1790000014000 implements MigrationInterface {
  readonly name = 'CheckCounts1790000014000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE ${schema}.check_counts (
      organization_id text NOT NULL REFERENCES ${schema}.organizations,
      minute timestamptz(3) NOT NULL,
      replica uuid NOT NULL,
      decision text NOT NULL,
      reason text NOT NULL,
      checks bigint NOT NULL CHECK (checks >= 1),
      PRIMARY KEY (organization_id, minute, replica, decision, reason)
    )`);
    await queryRunner.query(`CREATE INDEX check_counts_minute ON ${schema}.check_counts (minute)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.check_counts`);
  }
}
