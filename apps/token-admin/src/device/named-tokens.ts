import type { NamedToken } from '@mdm-gate/contracts';
import { In, type EntityManager } from 'typeorm';
import { TokenEntity } from '../token/token.entity.ts';

/** The organization's tokens with these ids. A token that is gone from the database is not among them. */
export const namedTokens = async (
  manager: EntityManager,
  organizationId: string,
  tokenIds: Iterable<string | null>,
): Promise<ReadonlyMap<string, NamedToken>> => {
  const ids = [...new Set(tokenIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const tokens = await manager.find(TokenEntity, {
    select: { tokenId: true, label: true, state: true },
    where: { organizationId, tokenId: In(ids) },
  });
  return new Map(tokens.map(({ tokenId, label, state }) => [tokenId, { tokenId, label, state }]));
};
