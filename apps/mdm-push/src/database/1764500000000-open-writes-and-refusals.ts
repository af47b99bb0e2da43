import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/**
 * What must outlive us: that a change was sent and nobody has said that it was carried out, and that an MDM refused
 * credentials, which are not sent again until somebody changes them or asks for it.
 */
export class OpenWritesAndRefusals1764500000000 implements MigrationInterface {
  readonly name = 'OpenWritesAndRefusals1764500000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `ALTER TABLE ${schema}.deliveries ADD COLUMN has_open_write boolean NOT NULL DEFAULT false`,
    );
    await queryRunner.query(`ALTER TABLE ${schema}.connections ADD COLUMN refused_credentials jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.connections DROP COLUMN refused_credentials`);
    await queryRunner.query(`ALTER TABLE ${schema}.deliveries DROP COLUMN has_open_write`);
  }
}
