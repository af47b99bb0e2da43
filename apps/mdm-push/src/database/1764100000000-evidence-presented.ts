import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const evidenceIsOneOf = (values: string): string =>
  `ALTER TABLE ${schema}.deliveries DROP CONSTRAINT deliveries_evidence_check,
    ADD CONSTRAINT deliveries_evidence_check CHECK (evidence IN (${values}))`;

export class EvidencePresented1764100000000 implements MigrationInterface {
  readonly name = 'EvidencePresented1764100000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(evidenceIsOneOf(`'read-back', 'confirmed', 'presented'`));
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `UPDATE ${schema}.deliveries SET evidence = 'confirmed' WHERE evidence = 'presented'`,
    );
    await queryRunner.query(evidenceIsOneOf(`'read-back', 'confirmed'`));
  }
}
