import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** What was done for others under an id of theirs, so that a repeated request does nothing twice. */
export class RepeatedRequests1764400000000 implements MigrationInterface {
  readonly name = 'RepeatedRequests1764400000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE "${schema}".operations (
      operation_id uuid PRIMARY KEY,
      reply jsonb NOT NULL,
      done_at timestamptz NOT NULL DEFAULT now()
    )`);
    await queryRunner.query(`CREATE INDEX operations_age ON "${schema}".operations (done_at)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE "${schema}".operations`);
  }
}
