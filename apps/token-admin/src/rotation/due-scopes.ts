import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';
import type { OrganizationEntity } from '../organization/organization.entity.ts';

/** A scope whose tokens a rotation would replace, and since when nothing has been done about them. */
export interface Scope {
  readonly connectionId: string | null;
  /** When its newest value came to be, or its last rotation ended. */
  readonly since: Date;
}

/**
 * Scopes that have a token and no rotation that runs. A value that was edited counts from then on; a rotation that was
 * cancelled is not begun again at once.
 */
const scopesStatement = `
  WITH usable AS (
    SELECT token.connection_id, greatest(token.created_at, (
      SELECT max(former.revoked_at) FROM ${schema}.revoked_values AS former
      WHERE former.organization_id = $1 AND former.token_id = token.token_id
    )) AS since
    FROM ${schema}.mdm_tokens AS token
    WHERE token.organization_id = $1 AND token.state <> 'revoked'
      AND (token.expires_at IS NULL OR token.expires_at > $2)
      AND EXISTS (
        SELECT FROM ${schema}.known_connections AS known
        WHERE known.organization_id = $1 AND NOT known.removed
          AND (token.connection_id IS NULL OR known.connection_id = token.connection_id)
      )
  ), scopes AS (
    SELECT connection_id, max(since) AS since FROM usable GROUP BY connection_id
  )
  SELECT connection_id AS "connectionId", greatest(since, (
    SELECT max(ended.state_since) FROM ${schema}.rotations AS ended
    WHERE ended.organization_id = $1 AND ended.connection_id IS NOT DISTINCT FROM scopes.connection_id
  )) AS since
  FROM scopes
  WHERE NOT EXISTS (
    SELECT FROM ${schema}.rotations AS open
    WHERE open.organization_id = $1 AND open.connection_id IS NOT DISTINCT FROM scopes.connection_id
      AND open.state NOT IN ('completed', 'cancelled')
  )
  ORDER BY 2, 1`;

const dayMs = 86_400_000;

export const rotatableScopes = (
  manager: EntityManager,
  organizationId: string,
  now: Date,
): Promise<readonly Scope[]> => manager.query<Scope[]>(scopesStatement, [organizationId, now]);

/** When the scope's next rotation begins by itself. */
export const dueAt = ({ since }: Scope, rotateEveryDays: number): Date =>
  new Date(since.getTime() + rotateEveryDays * dayMs);

/** Null: none is due by itself. */
export const nextRotationAt = async (
  manager: EntityManager,
  { organizationId, rotateEveryDays }: Pick<OrganizationEntity, 'organizationId' | 'rotateEveryDays'>,
  now: Date,
): Promise<string | null> => {
  if (rotateEveryDays === null) return null;
  const [first] = await rotatableScopes(manager, organizationId, now);
  return first === undefined ? null : dueAt(first, rotateEveryDays).toISOString();
};
