import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** Who is signed in to the console. */
export class ConsoleSessions1765000000000 implements MigrationInterface {
  readonly name = 'ConsoleSessions1765000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE ${schema}.console_sessions (
      session_id uuid PRIMARY KEY,
      secret_hash text NOT NULL UNIQUE,
      subject text NOT NULL,
      name text,
      sealed_tokens jsonb NOT NULL,
      started_at timestamptz(3) NOT NULL,
      last_used_at timestamptz(3) NOT NULL,
      idle_until timestamptz(3) NOT NULL,
      ends_at timestamptz(3) NOT NULL,
      source_address text,
      user_agent text
    )`);
    await queryRunner.query(
      `CREATE INDEX console_sessions_of_subject ON ${schema}.console_sessions (subject, started_at DESC)`,
    );
    await queryRunner.query(
      `CREATE INDEX console_sessions_ended ON ${schema}.console_sessions (LEAST(idle_until, ends_at))`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.console_sessions`);
  }
}
