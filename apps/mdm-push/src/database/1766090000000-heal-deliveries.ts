import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/**
 * What the stream is compared by: how far it was followed, and which connections were removed of late, which it may forget.
 */
export class HealDeliveries1766090000000 implements MigrationInterface {
  readonly name = 'HealDeliveries1766090000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`CREATE TABLE ${schema}.stream_mark (
      id boolean PRIMARY KEY DEFAULT true CHECK (id),
      mark jsonb,
      marked_at timestamptz
    )`);
    await queryRunner.query(`CREATE TABLE ${schema}.removed_connections (
      connection_id uuid PRIMARY KEY,
      organization_id text NOT NULL,
      removed_at timestamptz(3) NOT NULL
    )`);
    await queryRunner.query(
      `CREATE INDEX removed_connections_of_organization ON ${schema}.removed_connections (organization_id)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.removed_connections`);
    await queryRunner.query(`DROP TABLE ${schema}.stream_mark`);
  }
}
