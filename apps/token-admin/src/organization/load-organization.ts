import { CodedError } from '@mdm-gate/service-kit';
import type { EntityManager } from 'typeorm';
import { OrganizationEntity } from './organization.entity.ts';

/** Always the same words: they must not tell "there is none" from "it is somebody else's". */
export const notFound = (): CodedError => new CodedError('not-found');

/** Holds the organization's row until the transaction ends. */
export const lockOrganization = async (
  manager: EntityManager,
  organizationId: string,
): Promise<OrganizationEntity> => {
  const organization = await manager.findOne(OrganizationEntity, {
    where: { organizationId },
    lock: { mode: 'pessimistic_write' },
  });
  if (organization === null) throw notFound();
  return organization;
};

/** Without looking at the row again, which is locked and known. */
export const saveOrganization = async (
  manager: EntityManager,
  { organizationId, ...columns }: OrganizationEntity,
): Promise<void> => {
  await manager.update(OrganizationEntity, { organizationId }, columns);
};
