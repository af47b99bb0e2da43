import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

/** What people did is looked for first, and services write most of the trail: it is found without reading all of that. */
export class TrailByActor1790000027001 implements MigrationInterface {
  readonly name = 'TrailByActor1790000027001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      `CREATE INDEX audit_events_actor_type ON ${schema}.audit_events (organization_id, (actor ->> 'type'), sequence)`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX ${schema}.audit_events_actor_type`);
  }
}
