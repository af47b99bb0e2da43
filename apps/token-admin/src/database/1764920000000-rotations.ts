import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const open = `state NOT IN ('completed', 'cancelled')`;

const statements = [
  `CREATE TABLE ${schema}.rotations (
    rotation_id uuid PRIMARY KEY,
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    connection_id uuid,
    label text NOT NULL,
    state text NOT NULL CHECK (state IN ('delivering', 'adopting', 'grace', 'completed', 'cancelled', 'held')),
    state_since timestamptz(3) NOT NULL,
    held_in text CHECK (held_in IN ('delivering', 'adopting', 'grace')),
    held_because text,
    token_id uuid NOT NULL REFERENCES ${schema}.mdm_tokens,
    replaces jsonb NOT NULL,
    advance jsonb NOT NULL,
    grace_hours integer NOT NULL CHECK (grace_hours >= 0),
    deadline timestamptz(3),
    started_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    next_look_at timestamptz(3) NOT NULL DEFAULT now(),
    CHECK ((state = 'held') = (held_in IS NOT NULL AND held_because IS NOT NULL))
  )`,
  // One at a time per scope, whatever the rules say.
  `CREATE UNIQUE INDEX rotations_open ON ${schema}.rotations (organization_id, coalesce(connection_id::text, ''))
    WHERE ${open}`,
  `CREATE INDEX rotations_due ON ${schema}.rotations (next_look_at) WHERE ${open}`,
  `CREATE INDEX rotations_of_organization ON ${schema}.rotations (organization_id, rotation_id DESC)`,
  `CREATE TABLE ${schema}.rotation_history (
    rotation_id uuid NOT NULL REFERENCES ${schema}.rotations,
    hour timestamptz(3) NOT NULL,
    on_new bigint NOT NULL,
    on_old bigint NOT NULL,
    on_other bigint NOT NULL,
    PRIMARY KEY (rotation_id, hour)
  )`,
];

/** Replacing tokens by a new one, as one thing with a state. */
export class Rotations1764920000000 implements MigrationInterface {
  readonly name = 'Rotations1764920000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.rotation_history`);
    await queryRunner.query(`DROP TABLE ${schema}.rotations`);
  }
}
