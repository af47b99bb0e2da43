import { CodedError } from '@mdm-gate/service-kit';
import type { EntityManager } from 'typeorm';
import { ConnectionEntity } from './connection.entity.ts';

export interface ConnectionKey {
  readonly organizationId: string;
  readonly connectionId: string;
}

/** Throws `not-found`, also for a connection of another organization. */
export const requireConnection = async (
  manager: EntityManager,
  { organizationId, connectionId }: ConnectionKey,
): Promise<ConnectionEntity> => {
  const connection = await manager.findOneBy(ConnectionEntity, { organizationId, connectionId });
  if (connection === null) throw new CodedError('not-found', `There is no MDM connection ${connectionId}`);
  return connection;
};

/** Throws `precondition-failed` when it was changed since the caller saw it. */
export const requireVersion = (connection: ConnectionEntity, version: number): void => {
  if (connection.version !== version) throw new CodedError('precondition-failed');
};
