import { randomUUID } from 'node:crypto';
import { eventSubject, type ActiveSet } from '@mdm-gate/contracts';
import { Keyring, SealedBox, type Sealed } from '@mdm-gate/encryption';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Client } from 'pg';
import { activeSetAt, organizationAt } from '../checks-benchmark/world.bench.ts';

export interface SeededOrganization {
  readonly organizationId: string;
  readonly connectionId: string;
  /** None, sealed as mdm-push seals what it was given for a connection. */
  readonly credentials: Sealed;
  readonly activeSet: ActiveSet;
}

export interface Stores {
  readonly database: Client;
  readonly nats: NatsConnection;
  /** `MDM_PUSH_MASTER_KEYS` */
  readonly masterKeys: string;
}

/** One connection each, and three tokens, of which one is revoked. */
const seededAt = (index: number, box: SealedBox): SeededOrganization => {
  const [organizationId, connectionId] = [organizationAt(index), randomUUID()];
  const credentials = box.seal('{}', [organizationId, connectionId]);
  return { organizationId, connectionId, credentials, activeSet: activeSetAt(index, 1) };
};

const organizationsOfTokenAdmin = `
  INSERT INTO token_admin.organizations
    (organization_id, name, version, policy_mode, policy_version, audit_sequence, audit_hash, created_at,
     lineage, active_set_at, active_set_mac, active_set_mac_key_id, history, written_by)
  SELECT row ->> 'organizationId', 'Idle', 1, 'enforce', 1, 0, '', now(), (row ->> 'lineage')::uuid, now(),
    row ->> 'mac', row ->> 'macKeyId', h.now, txid_current()
  FROM json_array_elements($1) row, (SELECT token_admin.history() AS now) h`;

const tokens = `
  INSERT INTO token_admin.mdm_tokens
    (token_id, organization_id, label, origin, state, sealed_value, digest, digest_key_id, fingerprint, weak,
     created_at, created_by, changed_at, revoked_at, revoked_because, version)
  SELECT (token ->> 'tokenId')::uuid, row ->> 'organizationId', 'Idle', 'generated', token ->> 'state', '{}',
    token ->> 'digest', token ->> 'digestKeyId', 'idle', false, now(), 'idle', now(),
    CASE token ->> 'state' WHEN 'revoked' THEN now() END,
    CASE token ->> 'state' WHEN 'revoked' THEN 'retired' END, 1
  FROM json_array_elements($1) row, json_array_elements(row -> 'tokens') token`;

const knownConnections = `
  INSERT INTO token_admin.known_connections (organization_id, connection_id, removed)
  SELECT row ->> 'organizationId', (row ->> 'connectionId')::uuid, false FROM json_array_elements($1) row`;

const organizationsOfMdmPush = `
  INSERT INTO mdm_push.organizations (organization_id, lineage, active_set_version, tokens)
  SELECT row ->> 'organizationId', (row ->> 'lineage')::uuid, 1, '[]' FROM json_array_elements($1) row`;

/** Of an MDM without an API: no look at them is due. */
const connections = `
  INSERT INTO mdm_push.connections
    (connection_id, organization_id, name, vendor, settings, sealed_credentials, apps, configuration_key, version,
     readiness_due_at, created_at, changed_at)
  SELECT (row ->> 'connectionId')::uuid, row ->> 'organizationId', 'Idle', 'other', '{}', row -> 'credentials', '{}', 'PINGID_MDM_TOKEN', 1,
    'infinity', now(), now()
  FROM json_array_elements($1) row`;

/** Of an MDM without an API: nothing is read back from it. */
const deliveries = `
  INSERT INTO mdm_push.deliveries
    (connection_id, platform, organization_id, state, wanted_token_id, wanted_digest, correlation_id, held_token_id, evidence,
     announced_version, changed_at)
  SELECT (row ->> 'connectionId')::uuid, platform, row ->> 'organizationId', 'stored', (row -> 'tokens' -> 0 ->> 'tokenId')::uuid,
    row -> 'tokens' -> 0 ->> 'digest', 'idle', (row -> 'tokens' -> 0 ->> 'tokenId')::uuid, 'confirmed', 1, now()
  FROM json_array_elements($1) row, unnest(ARRAY['ios', 'android']) platform`;

const statements = [
  organizationsOfTokenAdmin,
  tokens,
  knownConnections,
  organizationsOfMdmPush,
  connections,
  deliveries,
];

const rowsPerStatement = 1_000;

/** Everywhere where the services would have them: both schemas and the stream, from which the verifier takes them. */
export const seedOrganizations = async (
  count: number,
  { database, nats, masterKeys }: Stores,
): Promise<void> => {
  const box = new SealedBox(Keyring.fromConfig(masterKeys));
  for (let from = 0; from < count; from += rowsPerStatement) {
    const length = Math.min(rowsPerStatement, count - from);
    const seeded = Array.from({ length }, (_, index) => seededAt(from + index, box));
    await insert(database, seeded);
    for (const organization of seeded) publish(nats, organization);
    await nats.flush();
  }
  await database.query('VACUUM ANALYZE');
};

const insert = async (database: Client, seeded: readonly SeededOrganization[]): Promise<void> => {
  const rows = JSON.stringify(
    seeded.map(({ organizationId, connectionId, credentials, activeSet }) => ({
      organizationId,
      connectionId,
      credentials,
      ...activeSet,
    })),
  );
  await database.query('BEGIN');
  for (const statement of statements) await database.query(statement, [rows]);
  await database.query('COMMIT');
};

const publish = (nats: NatsConnection, { organizationId, activeSet }: SeededOrganization): void => {
  const event = {
    id: randomUUID(),
    type: 'PolicyChanged',
    schemaVersion: 1,
    occurredAt: '2026-11-24T12:00:00.000Z',
    correlationId: randomUUID(),
    actor: { type: 'service', id: 'bench' },
    organizationId,
    activeSet,
  };
  nats.publish(eventSubject('tokens', organizationId, event.type), JSON.stringify(event));
};
