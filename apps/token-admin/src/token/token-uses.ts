import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

const usesStatement = `
  SELECT token_id AS "tokenId", last_used_on::text AS "lastUsedOn" FROM ${schema}.token_uses
  WHERE organization_id = $1 AND token_id = ANY ($2)`;

/** By token, the day on which it was last good for a device; without those that never were. */
export const lastUses = async (
  manager: EntityManager,
  organizationId: string,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (tokenIds.length === 0) return new Map();
  const rows = await manager.query<{ tokenId: string; lastUsedOn: string }[]>(usesStatement, [
    organizationId,
    tokenIds,
  ]);
  return new Map(rows.map(({ tokenId, lastUsedOn }) => [tokenId, lastUsedOn]));
};
