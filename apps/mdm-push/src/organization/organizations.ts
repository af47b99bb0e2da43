import type { EntityManager } from 'typeorm';
import { OrganizationEntity } from './organization.entity.ts';
import { schema } from '../database/schema.ts';

/**
 * The organization's row, locked until the transaction ends; made when nothing was heard of the organization yet. Whoever
 * waits for several of its deliveries holds it: two who lock the same rows in different orders would wait for each other.
 */
export const lockOrganization = async (
  manager: EntityManager,
  organizationId: string,
): Promise<OrganizationEntity> => {
  await manager.query(
    `INSERT INTO ${schema}.organizations (organization_id) VALUES ($1) ON CONFLICT DO NOTHING`,
    [organizationId],
  );
  return manager.findOneOrFail(OrganizationEntity, {
    where: { organizationId },
    lock: { mode: 'pessimistic_write' },
  });
};
