import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** What a delivery's place in the MDM was found to hold instead. At most one of a delivery lasts. */
export class Drifts1790000025000 implements MigrationInterface {
  readonly name = 'Drifts1790000025000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE ${schema}.drifts (
      drift_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
      connection_id uuid NOT NULL,
      platform text NOT NULL,
      wanted_token_id uuid,
      held text NOT NULL CHECK (held IN ('nothing', 'something-else')),
      found_at timestamptz(3) NOT NULL DEFAULT now(),
      ended_at timestamptz(3),
      ended text CHECK (ended IN ('mended', 'superseded')),
      CHECK ((ended_at IS NULL) = (ended IS NULL)),
      FOREIGN KEY (connection_id, platform) REFERENCES ${schema}.deliveries ON DELETE CASCADE
    )`);
    await queryRunner.query(
      `CREATE UNIQUE INDEX drifts_lasting ON ${schema}.drifts (connection_id, platform) WHERE ended IS NULL`,
    );
    await queryRunner.query(
      `CREATE INDEX drifts_of_connection ON ${schema}.drifts (connection_id, platform, found_at)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.drifts`);
  }
}
