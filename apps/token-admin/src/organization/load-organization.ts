import { CodedError } from '@mdm-gate/service-kit';
import type { EntityManager } from 'typeorm';
import { OrganizationEntity } from './organization.entity.ts';
import { historyNow, isSettled, writingTransaction } from './standing.ts';

/** Always the same words: they must not tell "there is none" from "it is somebody else's". */
export const notFound = (): CodedError => new CodedError('not-found');

/** Holds the organization's row until the transaction ends. */
export const lockOrganization = async (
  manager: EntityManager,
  organizationId: string,
): Promise<OrganizationEntity> => {
  const { entities, raw } = await manager
    .createQueryBuilder(OrganizationEntity, 'organization')
    .addSelect(isSettled('"organization"'), 'settled')
    .where({ organizationId })
    .setLock('pessimistic_write')
    .getRawAndEntities<{ settled: boolean }>();
  const [organization] = entities;
  if (organization === undefined) throw notFound();
  organization.settled = raw[0]?.settled === true;
  return organization;
};

/** Without looking at the row again, which is locked and known. One that is not settled stays so: a new lineage settles it. */
export const saveOrganization = async (
  manager: EntityManager,
  { organizationId, settled, ...columns }: OrganizationEntity,
): Promise<void> => {
  const standing = { history: () => historyNow, writtenBy: () => writingTransaction };
  await manager.update(
    OrganizationEntity,
    { organizationId },
    settled ? { ...columns, ...standing } : columns,
  );
};
