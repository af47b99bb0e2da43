import type { EntityManager } from 'typeorm';
import { beginOperation, endOperation, type Beginning } from '../operations/operation-rows.ts';
import { HeldTokenEntity } from '../token/held-token.entity.ts';
import { RevokedValueEntity } from '../token/revoked-value.entity.ts';
import { TokenEntity } from '../token/token.entity.ts';
import type { Change } from './change.ts';
import { KnownConnectionEntity } from './known-connection.entity.ts';

/** What a change says is to be written, but for the organization's own row. */
export const writeRows = async (
  manager: EntityManager,
  organizationId: string,
  change: Change,
): Promise<void> => {
  if (change.tokens !== undefined) await manager.upsert(TokenEntity, [...change.tokens], ['tokenId']);
  if (change.revokedValues !== undefined) await manager.insert(RevokedValueEntity, [...change.revokedValues]);
  await change.also?.(manager);
  if (change.noLongerHeld !== undefined) {
    await manager.delete(HeldTokenEntity, { organizationId, tokenId: change.noLongerHeld });
  }
  if (change.connection !== undefined) {
    const connection = { organizationId, ...change.connection };
    await manager.upsert(KnownConnectionEntity, connection, ['organizationId', 'connectionId']);
    const { connectionId, removed } = connection;
    if (removed) await manager.delete(HeldTokenEntity, { organizationId, connectionId });
  }
};

/** What goes on after the change, or ends with it. */
export const writeOperation = async (
  manager: EntityManager,
  { begins, ends }: Change,
  beginning: Beginning,
): Promise<void> => {
  if (begins !== undefined) await beginOperation(manager, begins, beginning);
  if (ends !== undefined) await endOperation(manager, ends, beginning.now);
};
