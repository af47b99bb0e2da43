import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/**
 * The day on which each token was last good for a device. Devices tell of what they present now only: when all of them have
 * gone on to another token, nothing of them says any more when the former one was in use.
 */
export class TokenUses1790000025001 implements MigrationInterface {
  readonly name = 'TokenUses1790000025001';

  async up(queryRunner: QueryRunner): Promise<void> {
    // No reference to tokens: what devices present must not wait for a change, nor hold one up.
    await queryRunner.query(`CREATE TABLE ${schema}.token_uses (
      organization_id text NOT NULL,
      token_id uuid NOT NULL,
      last_used_on date NOT NULL,
      PRIMARY KEY (organization_id, token_id)
    )`);
    await queryRunner.query(`
      INSERT INTO ${schema}.token_uses SELECT organization_id, token_id, max(last_seen_day) FROM ${schema}.device_counts
      WHERE token_id IS NOT NULL AND devices > 0 AND presented IN ('token-active', 'token-retiring')
      GROUP BY organization_id, token_id`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE ${schema}.token_uses`);
  }
}
