import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const up = [
  `CREATE TABLE ${schema}.operations (
    operation_id uuid PRIMARY KEY,
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    action text NOT NULL,
    subject_id text,
    actor jsonb NOT NULL,
    correlation_id text NOT NULL,
    source_address text,
    state text NOT NULL CHECK (state IN ('under-way', 'done', 'effective', 'failed')),
    failure_code text,
    active_set_version integer,
    before jsonb,
    sealed_request jsonb,
    reply jsonb,
    attempts integer NOT NULL,
    next_attempt_at timestamptz NOT NULL,
    started_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3),
    CHECK ((state = 'under-way') = (ended_at IS NULL)),
    CHECK ((state = 'failed') = (failure_code IS NOT NULL)),
    CHECK (state = 'under-way' OR sealed_request IS NULL)
  )`,
  `CREATE INDEX operations_of_organization ON ${schema}.operations (organization_id, operation_id DESC)`,
  `CREATE INDEX operations_under_way ON ${schema}.operations (organization_id) WHERE state = 'under-way'`,
  `CREATE INDEX operations_due ON ${schema}.operations (next_attempt_at) WHERE state = 'under-way'`,
];

export class Operations1764400001000 implements MigrationInterface {
  readonly name = 'Operations1764400001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of up) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.operations`);
  }
}
