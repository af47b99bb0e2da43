import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/**
 * What must outlive us: that something was written and perhaps not published, and that an MDM refused credentials, which
 * are not sent again until somebody changes them or asks for it.
 */
export class UnpublishedAndRefused1764500000000 implements MigrationInterface {
  readonly name = 'UnpublishedAndRefused1764500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE ${schema}.deliveries ADD COLUMN is_unpublished boolean NOT NULL DEFAULT false`,
    );
    await queryRunner.query(`ALTER TABLE ${schema}.connections ADD COLUMN refused_credentials jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.connections DROP COLUMN refused_credentials`);
    await queryRunner.query(`ALTER TABLE ${schema}.deliveries DROP COLUMN is_unpublished`);
  }
}
