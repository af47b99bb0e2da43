import { platforms } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import type { ConnectionEntity } from '../connection/connection.entity.ts';
import { appIdOf } from '../connection/slots.ts';
import { schema } from '../database/schema.ts';

/**
 * After a change of the connection: what was known of it and its deliveries may be of another MDM, app or key. They are
 * looked at afresh, and those of a platform that is gone are forgotten.
 */
export const lookAtAll = async (manager: EntityManager, connection: ConnectionEntity): Promise<void> => {
  const { connectionId } = connection;
  await manager.query(`UPDATE ${schema}.connections SET readiness_due_at = now() WHERE connection_id = $1`, [
    connectionId,
  ]);
  const kept = platforms.filter((platform) => appIdOf(connection, platform) !== undefined);
  await manager.query(
    `DELETE FROM ${schema}.deliveries WHERE connection_id = $1 AND NOT platform = ANY ($2)`,
    [connectionId, kept],
  );
  await manager.query(
    `UPDATE ${schema}.deliveries SET state = 'wanted', wanted_version = wanted_version + 1, attempts = 0, failures = 0,
       last_error = NULL, counts = NULL, evidence = NULL, remote_ref = NULL, announced_failure = NULL,
       next_attempt_at = now(), changed_at = now()
     WHERE connection_id = $1`,
    [connectionId],
  );
};
