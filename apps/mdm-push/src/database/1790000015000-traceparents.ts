import { addOutboxTraceparent, dropOutboxTraceparent } from '@mdm-gate/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** What is published or delivered later belongs to the trace of the change that caused it. */
export class Traceparents1790000015000 implements MigrationInterface {
  readonly name = 'Traceparents1790000015000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addOutboxTraceparent(queryRunner, schema);
    await queryRunner.query(`ALTER TABLE ${schema}.organizations ADD COLUMN IF NOT EXISTS traceparent text`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE ${schema}.organizations DROP COLUMN IF EXISTS traceparent`);
    await dropOutboxTraceparent(queryRunner, schema);
  }
}
