import { platforms, type Platform } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { ConnectionEntity } from '../connection/connection.entity.ts';
import type { OrganizationEntity } from '../organization/organization.entity.ts';
import { nextExpiry, wantedToken } from './wanted-token.ts';
import { schema } from '../database/schema.ts';

/**
 * Writes down, for every connection and platform of an organization, what is wanted now. Only what changed becomes
 * due. A connection that never had a wanted token has no delivery: what its MDM holds is none of our business yet.
 * `manager` holds the lock on the organization.
 */
export const markWanted = async (
  manager: EntityManager,
  organization: OrganizationEntity,
  now: Date,
): Promise<void> => {
  const { organizationId, correlationId, tokens } = organization;
  await manager.query(`UPDATE ${schema}.organizations SET next_expiry_at = $2 WHERE organization_id = $1`, [
    organizationId,
    nextExpiry(tokens, now),
  ]);
  const connections = await manager.findBy(ConnectionEntity, { organizationId });
  const slots = connections.flatMap((connection) =>
    platformsOf(connection).map((platform) => ({ connectionId: connection.connectionId, platform })),
  );
  const wanted = slots.map((slot) => ({ ...slot, token: wantedToken(tokens, slot.connectionId, now) }));
  await manager.query(markStatement, [
    organizationId,
    correlationId,
    wanted.map(({ connectionId }) => connectionId),
    wanted.map(({ platform }) => platform),
    wanted.map(({ token }) => token?.tokenId ?? null),
    wanted.map(({ token }) => token?.digest ?? null),
  ]);
};

const platformsOf = ({ apps }: ConnectionEntity): readonly Platform[] =>
  platforms.filter((platform) => apps[platform] !== undefined);

const markStatement = `
  WITH wanted AS (
    SELECT * FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[]) AS w (connection_id, platform, token_id, digest)
  ), changed AS (
    UPDATE ${schema}.deliveries d
    SET wanted_token_id = w.token_id, wanted_digest = w.digest, wanted_version = d.wanted_version + 1,
        correlation_id = $2, state = 'wanted', attempts = 0, failures = 0, last_error = NULL, counts = NULL, evidence = NULL,
        announced_failure = NULL, next_attempt_at = now(), changed_at = now()
    FROM wanted w
    WHERE d.connection_id = w.connection_id AND d.platform = w.platform
      AND (d.wanted_token_id IS DISTINCT FROM w.token_id OR d.wanted_digest IS DISTINCT FROM w.digest)
    RETURNING d.connection_id, d.platform
  ), superseded AS (
    UPDATE ${schema}.drifts drift SET ended = 'superseded', ended_at = now() FROM changed
    WHERE drift.connection_id = changed.connection_id AND drift.platform = changed.platform AND drift.ended IS NULL
  )
  INSERT INTO ${schema}.deliveries (connection_id, platform, organization_id, state, wanted_token_id, wanted_digest,
                          correlation_id, next_attempt_at, changed_at)
  SELECT connection_id, platform, $1, 'wanted', token_id, digest, $2, now(), now() FROM wanted
  WHERE token_id IS NOT NULL
  ON CONFLICT DO NOTHING`;
