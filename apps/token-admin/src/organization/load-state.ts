import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';
import type { OperationUnderWay } from '../operations/operation-rows.ts';
import type { HeldToken, LivingToken, RefusedValue } from '../token/token.ts';
import type { KnownConnectionEntity } from './known-connection.entity.ts';
import type { OrganizationEntity } from './organization.entity.ts';
import { oldestRevocation, revokedValuesMax, type OrganizationState } from './organization-state.ts';

type Written<Row> = { readonly [Field in keyof Row]: Row[Field] extends Date ? string : Row[Field] };

interface LoadedRow {
  readonly connections: readonly KnownConnectionEntity[];
  readonly tokens: readonly (Omit<Written<LivingToken>, 'expiresAt'> & {
    readonly expiresAt: string | null;
  })[];
  readonly revoked: readonly Written<RefusedValue>[];
  readonly held: readonly Written<HeldToken>[];
  readonly underWay: readonly OperationUnderWay[];
}

/** One round trip and no entities: every change of the organization waits while its row is locked. */
const loadStatement = `
  SELECT
    (SELECT coalesce(json_agg(json_build_object('connectionId', connection_id, 'removed', removed)), '[]')
     FROM ${schema}.known_connections WHERE organization_id = $1) AS connections,
    (SELECT coalesce(json_agg(json_build_object(
       'tokenId', token_id, 'state', state, 'digest', digest, 'digestKeyId', digest_key_id,
       'connectionId', connection_id, 'expiresAt', expires_at, 'createdAt', created_at
     ) ORDER BY created_at, token_id), '[]')
     FROM ${schema}.mdm_tokens WHERE organization_id = $1 AND state <> 'revoked') AS tokens,
    (SELECT coalesce(json_agg(json_build_object(
       'tokenId', token_id, 'digest', digest,
       'digestKeyId', digest_key_id, 'connectionId', connection_id, 'createdAt', created_at, 'revokedAt', revoked_at
     )), '[]')
     FROM (
       SELECT * FROM ${schema}.revoked_values WHERE organization_id = $1 AND revoked_at > $2
       ORDER BY revoked_at DESC, id DESC LIMIT ${revokedValuesMax}
     ) AS recent) AS revoked,
    (SELECT coalesce(json_agg(json_build_object(
       'organizationId', organization_id, 'connectionId', connection_id, 'platform', platform,
       'tokenId', token_id, 'since', since
     )), '[]')
     FROM ${schema}.held_tokens WHERE organization_id = $1 AND token_id IS NOT NULL) AS held,
    (SELECT coalesce(json_agg(json_build_object(
       'operationId', operation_id, 'action', action, 'subjectId', subject_id
     )), '[]')
     FROM ${schema}.operations WHERE organization_id = $1 AND state = 'under-way') AS "underWay"`;

/** What the rules look at. `organization`: its row, locked if something is to be changed. */
export const loadState = async (
  manager: EntityManager,
  organization: OrganizationEntity,
  now: Date,
): Promise<OrganizationState> => {
  const { organizationId } = organization;
  const parameters = [organizationId, oldestRevocation(organization.activeSetAt ?? now)];
  const [row] = await manager.query<LoadedRow[]>(loadStatement, parameters);
  const { connections, tokens, revoked, held, underWay } = row ?? noRows;
  const namedValues = revoked.map((value) => ({
    ...value,
    createdAt: new Date(value.createdAt),
    revokedAt: new Date(value.revokedAt),
  }));
  return {
    organizationId,
    lineage: organization.lineage,
    version: organization.version,
    macKeyId: organization.activeSetMacKeyId,
    policy: {
      mode: organization.policyMode,
      effectiveFrom: organization.policyEffectiveFrom,
      activeDays: organization.activeDays,
      rotateEveryDays: organization.rotateEveryDays,
      rotateWhenShare: organization.rotateWhenShare,
    },
    policyVersion: organization.policyVersion,
    connectionIds: connections.filter(({ removed }) => !removed).map(({ connectionId }) => connectionId),
    removedConnectionIds: connections
      .filter(({ removed }) => removed)
      .map(({ connectionId }) => connectionId),
    tokens: tokens.map((token) => ({
      ...token,
      expiresAt: token.expiresAt === null ? null : new Date(token.expiresAt),
      createdAt: new Date(token.createdAt),
    })),
    revokedValues: namedValues.filter(({ revokedAt }) => revokedAt > oldestRevocation(now)),
    namedValues,
    held: held.map((each) => ({ ...each, since: new Date(each.since) })),
    underWay,
  };
};

const noRows: LoadedRow = { connections: [], tokens: [], revoked: [], held: [], underWay: [] };
