import type { QueryRunner } from 'typeorm';

/** For a service's migration. `schema` is the service's own, and its data source's `schema`. */
export const createOutboxTable = async (queryRunner: QueryRunner, schema: string): Promise<void> => {
  await queryRunner.query(`
    CREATE TABLE "${schema}".outbox (
      id uuid PRIMARY KEY,
      position bigint GENERATED ALWAYS AS IDENTITY,
      organization_id text NOT NULL,
      type text NOT NULL,
      event jsonb NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      published_at timestamptz
    )`);
  await queryRunner.query(`
    CREATE INDEX outbox_unpublished ON "${schema}".outbox (organization_id, position)
    WHERE published_at IS NULL`);
};

/** For a later migration: messages know the trace of their change. */
export const addOutboxTraceparent = async (queryRunner: QueryRunner, schema: string): Promise<void> => {
  await queryRunner.query(`ALTER TABLE "${schema}".outbox ADD COLUMN IF NOT EXISTS traceparent text`);
};

/** The way back of that migration. */
export const dropOutboxTraceparent = async (queryRunner: QueryRunner, schema: string): Promise<void> => {
  await queryRunner.query(`ALTER TABLE "${schema}".outbox DROP COLUMN IF EXISTS traceparent`);
};

/** The way back of the first migration. */
export const dropOutboxTable = async (queryRunner: QueryRunner, schema: string): Promise<void> => {
  await queryRunner.query(`DROP TABLE "${schema}".outbox`);
};
