import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** Both platforms of a connection are worked on by one replica at a time: its budget of requests is that of the tenant. */
export class LeaseHolders1790000026000 implements MigrationInterface {
  readonly name = 'LeaseHolders1790000026000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.deliveries ADD COLUMN lease_holder uuid`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.deliveries DROP COLUMN lease_holder`);
  }
}
