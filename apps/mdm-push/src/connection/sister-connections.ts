import { vendorDefinition } from '@mdm-gate/contracts';
import { CodedError } from '@mdm-gate/service-kit';
import type { EntityManager } from 'typeorm';
import { ConnectionEntity } from './connection.entity.ts';
import { samePlaceOf } from './same-place.ts';
import { appIdOf } from './slots.ts';

/**
 * Throws `conflict`, with the name of the connection that is there already, when this one would write to the same place.
 * To be asked under the lock of the organization, so that of two at the same instant one is refused. Connections of other
 * organizations are not looked at: the answer would tell that they are there.
 */
export const requireOwnPlace = async (
  manager: EntityManager,
  connection: ConnectionEntity,
): Promise<void> => {
  const { organizationId, connectionId, vendor } = connection;
  const sisters = await manager.find(ConnectionEntity, {
    where: { organizationId, vendor },
    order: { createdAt: 'ASC', connectionId: 'ASC' },
  });
  for (const sister of sisters) {
    const platform = sister.connectionId === connectionId ? undefined : samePlaceOf(sister, connection);
    if (platform !== undefined) throw taken(sister, appIdOf(connection, platform) ?? platform);
  }
};

const taken = ({ name, vendor }: ConnectionEntity, appId: string): CodedError =>
  new CodedError(
    'conflict',
    `The connection "${name}" already delivers to ${appId} in the same tenant of ${vendorDefinition(vendor).name}: change that one, or tell them apart (${apart[vendor]})`,
  );

/** What may differ between two connections to one tenant. */
const apart: Readonly<Record<ConnectionEntity['vendor'], string>> = {
  intune: 'another app or key',
  'workspace-one': 'another app or key, organizationGroupUuid or appTypes in both',
  'ivanti-neurons': 'another attribute, or deviceSpaceId in both',
  'ivanti-epmm': 'another attribute',
  other: 'another app or key',
};
