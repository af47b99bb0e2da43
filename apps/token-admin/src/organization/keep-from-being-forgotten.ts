import type { EntityManager } from 'typeorm';

/**
 * Until the transaction ends, nobody else creates the organization, or tells the copies that there is none: whichever is
 * second then knows of the first.
 */
export const keepFromBeingForgotten = async (
  manager: EntityManager,
  organizationId: string,
): Promise<void> => {
  await manager.query(`SELECT pg_advisory_xact_lock(hashtextextended('organization ' || $1, 0))`, [
    organizationId,
  ]);
};
