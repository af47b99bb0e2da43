import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** Of the newest active set that was heard of. Nothing but zeros: of a time before there were lineages, and before all others. */
export class Lineage1764200000000 implements MigrationInterface {
  readonly name = 'Lineage1764200000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE ${schema}.organizations
      ADD COLUMN lineage uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000'`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.organizations DROP COLUMN lineage`);
  }
}
