import type { MdmConnection } from '@mdm-gate/contracts';
import type { ConnectionEntity } from './connection.entity.ts';

/** A connection as anybody may see it. */
export const shownConnection = (connection: ConnectionEntity): MdmConnection => ({
  connectionId: connection.connectionId,
  name: connection.name,
  vendor: connection.vendor,
  settings: connection.settings,
  apps: connection.apps,
  configurationKey: connection.configurationKey,
  version: connection.version,
  createdAt: connection.createdAt.toISOString(),
  changedAt: connection.changedAt.toISOString(),
  readiness: connection.readiness,
});
