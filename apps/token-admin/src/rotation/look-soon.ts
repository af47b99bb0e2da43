import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

/** At most once within so long, however much there is to see. */
const soonSeconds = 1;

const lookSoonStatement = `
  UPDATE ${schema}.rotations SET next_look_at = now() + make_interval(secs => ${soonSeconds})
  WHERE rotation_id IN (
    SELECT rotation_id FROM ${schema}.rotations
    WHERE organization_id = $1 AND state IN ('delivering', 'adopting')
      AND next_look_at > now() + make_interval(secs => ${soonSeconds})
    ORDER BY rotation_id FOR UPDATE
  )`;

/** Something has happened that the organization's rotations may have waited for. The loop would come to it anyway, later. */
export const lookSoon = async (manager: EntityManager, organizationId: string): Promise<void> => {
  await manager.query(lookSoonStatement, [organizationId]);
};
