import { addOutboxTraceparent, dropOutboxTraceparent } from '@mdm-gate/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** What is published later belongs to the trace of its change. */
export class Traceparents1790000015000 implements MigrationInterface {
  readonly name = 'Traceparents1790000015000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await addOutboxTraceparent(queryRunner, schema);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await dropOutboxTraceparent(queryRunner, schema);
  }
}
