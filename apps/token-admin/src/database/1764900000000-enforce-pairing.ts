import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const modesAre = (modes: string): string => `ALTER TABLE ${schema}.organizations
  DROP CONSTRAINT organizations_policy_mode_check,
  ADD CONSTRAINT organizations_policy_mode_check CHECK (policy_mode IN (${modes}))`;

/** The policy mode that halts pairings and only monitors authentications. */
export class EnforcePairing1764900000000 implements MigrationInterface {
  readonly name = 'EnforcePairing1764900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(modesAre(`'off', 'monitor', 'enforce-pairing', 'enforce'`));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(modesAre(`'off', 'monitor', 'enforce'`));
  }
}
