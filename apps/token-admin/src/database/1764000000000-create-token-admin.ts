import { createOutboxTable } from '@mdm-gate/outbox';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { schema } from './schema.ts';

const statements = [
  `CREATE TABLE ${schema}.organizations (
    organization_id text PRIMARY KEY,
    name text NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    policy_mode text NOT NULL CHECK (policy_mode IN ('off', 'monitor', 'enforce')),
    policy_effective_from timestamptz(3),
    policy_version integer NOT NULL CHECK (policy_version >= 1),
    audit_sequence integer NOT NULL CHECK (audit_sequence >= 0),
    audit_hash text NOT NULL,
    created_at timestamptz(3) NOT NULL
  )`,
  `CREATE TABLE ${schema}.known_connections (
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    connection_id uuid NOT NULL,
    removed boolean NOT NULL,
    PRIMARY KEY (organization_id, connection_id)
  )`,
  `CREATE TABLE ${schema}.mdm_tokens (
    token_id uuid PRIMARY KEY,
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    label text NOT NULL,
    origin text NOT NULL CHECK (origin IN ('generated', 'manual')),
    state text NOT NULL CHECK (state IN ('active', 'retiring', 'revoked')),
    sealed_value jsonb NOT NULL,
    digest text NOT NULL,
    digest_key_id text NOT NULL,
    fingerprint text NOT NULL,
    weak boolean NOT NULL,
    connection_id uuid,
    expires_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    created_by text NOT NULL,
    changed_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3),
    revoked_because text CHECK (revoked_because IN ('retired', 'compromised')),
    version integer NOT NULL CHECK (version >= 1),
    CHECK ((state = 'revoked') = (revoked_at IS NOT NULL)),
    CHECK ((state = 'revoked') = (revoked_because IS NOT NULL))
  )`,
  `CREATE INDEX mdm_tokens_of_organization ON ${schema}.mdm_tokens (organization_id, token_id DESC)`,
  `CREATE INDEX mdm_tokens_expiring ON ${schema}.mdm_tokens (expires_at) WHERE state <> 'revoked'`,
  `CREATE INDEX mdm_tokens_living ON ${schema}.mdm_tokens (organization_id) WHERE state <> 'revoked'`,
  // The rules say the same; this is what holds when a rule is wrong. Revoked tokens may have had the same value.
  `CREATE UNIQUE INDEX mdm_tokens_value ON ${schema}.mdm_tokens (organization_id, digest) WHERE state <> 'revoked'`,
  `CREATE TABLE ${schema}.revoked_values (
    id uuid PRIMARY KEY,
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    token_id uuid NOT NULL REFERENCES ${schema}.mdm_tokens,
    sealed_value jsonb NOT NULL,
    digest text NOT NULL,
    digest_key_id text NOT NULL,
    connection_id uuid,
    created_at timestamptz(3) NOT NULL,
    revoked_at timestamptz(3) NOT NULL
  )`,
  `CREATE INDEX revoked_values_recent ON ${schema}.revoked_values (organization_id, revoked_at DESC)`,
  `CREATE TABLE ${schema}.held_tokens (
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    connection_id uuid NOT NULL,
    platform text NOT NULL CHECK (platform IN ('ios', 'android')),
    token_id uuid,
    since timestamptz(3) NOT NULL,
    PRIMARY KEY (organization_id, connection_id, platform)
  )`,
  `CREATE TABLE ${schema}.audit_events (
    organization_id text NOT NULL REFERENCES ${schema}.organizations,
    sequence integer NOT NULL,
    occurred_at timestamptz(3) NOT NULL,
    actor jsonb NOT NULL,
    action text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('allowed', 'refused')),
    subject_id text,
    operation_id text NOT NULL,
    correlation_id text NOT NULL,
    source_address text,
    before jsonb,
    after jsonb,
    hash text NOT NULL,
    PRIMARY KEY (organization_id, sequence)
  )`,
  `CREATE UNIQUE INDEX audit_events_operation ON ${schema}.audit_events (organization_id, operation_id)
    WHERE outcome = 'allowed'`,
  `CREATE TABLE ${schema}.idempotent_answers (
    caller_id text NOT NULL,
    key text NOT NULL,
    request_digest text NOT NULL,
    digest_key_id text NOT NULL,
    operation_id uuid NOT NULL,
    sealed_answer jsonb,
    created_at timestamptz(3) NOT NULL,
    PRIMARY KEY (caller_id, key)
  )`,
  `CREATE INDEX idempotent_answers_age ON ${schema}.idempotent_answers (created_at)`,
];

export class CreateTokenAdmin1764000000000 implements MigrationInterface {
  readonly name = 'CreateTokenAdmin1764000000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of statements) await queryRunner.query(statement);
    await createOutboxTable(queryRunner, schema);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP SCHEMA ${schema} CASCADE`);
  }
}
