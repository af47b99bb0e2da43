import { createOutboxTable } from '@mdm-gate/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const statements = [
  // What of an active set matters here: which token is wanted where. Version 0: nothing was heard yet.
  `CREATE TABLE ${schema}.organizations (
    organization_id text PRIMARY KEY,
    active_set_version integer NOT NULL DEFAULT 0,
    tokens jsonb NOT NULL DEFAULT '[]',
    next_expiry_at timestamptz(3),
    correlation_id text NOT NULL DEFAULT 'none'
  )`,
  `CREATE INDEX organizations_next_expiry ON ${schema}.organizations (next_expiry_at) WHERE next_expiry_at IS NOT NULL`,
  `CREATE TABLE ${schema}.connections (
    connection_id uuid PRIMARY KEY,
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    name text NOT NULL,
    vendor text NOT NULL,
    settings jsonb NOT NULL,
    sealed_credentials jsonb NOT NULL,
    apps jsonb NOT NULL,
    configuration_key text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    readiness jsonb,
    readiness_due_at timestamptz(3) NOT NULL DEFAULT now(),
    created_at timestamptz(3) NOT NULL,
    changed_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX connections_of_organization ON ${schema}.connections (organization_id)`,
  `CREATE INDEX connections_readiness_due ON ${schema}.connections (readiness_due_at)`,
  // wanted_version grows whenever another token becomes wanted: what is written for an older one does not count.
  // lease_until and fence: which replica works on it. A fence is never used twice.
  `CREATE TABLE ${schema}.deliveries (
    connection_id uuid NOT NULL REFERENCES ${schema}.connections ON DELETE CASCADE,
    platform text NOT NULL CHECK (platform IN ('ios', 'android')),
    organization_id text NOT NULL,
    state text NOT NULL,
    wanted_token_id uuid,
    wanted_digest text,
    wanted_version bigint NOT NULL DEFAULT 1,
    correlation_id text NOT NULL,
    held_token_id uuid,
    evidence text CHECK (evidence IN ('read-back', 'confirmed')),
    announced_version bigint,
    announced_failure text,
    attempts integer NOT NULL DEFAULT 0,
    failures integer NOT NULL DEFAULT 0,
    last_error jsonb,
    counts jsonb,
    remote_ref jsonb,
    next_attempt_at timestamptz(3),
    lease_until timestamptz(3),
    fence bigint NOT NULL DEFAULT 0,
    changed_at timestamptz(3) NOT NULL,
    PRIMARY KEY (connection_id, platform)
  )`,
  `CREATE INDEX deliveries_due ON ${schema}.deliveries (next_attempt_at) WHERE next_attempt_at IS NOT NULL`,
  `CREATE INDEX deliveries_of_organization ON ${schema}.deliveries (organization_id)`,
  `CREATE TABLE ${schema}.fleet_entries (
    connection_id uuid NOT NULL,
    platform text NOT NULL,
    device_id text NOT NULL,
    wanted_version bigint NOT NULL,
    sent_at bigint NOT NULL,
    check_in_asked boolean NOT NULL,
    PRIMARY KEY (connection_id, platform, device_id),
    FOREIGN KEY (connection_id, platform) REFERENCES ${schema}.deliveries ON DELETE CASCADE
  )`,
];

export class CreateMdmPush1764000000000 implements MigrationInterface {
  readonly name = 'CreateMdmPush1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
    await createOutboxTable(queryRunner, schema);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP SCHEMA ${schema} CASCADE`);
  }
}
