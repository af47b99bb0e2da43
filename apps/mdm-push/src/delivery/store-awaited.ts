import type { Platform } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

/** What was awaited of a delivery has come. Its event is then the caller's to add, in the same transaction. */
export const storeAwaited = async (
  manager: EntityManager,
  { connectionId, platform }: { readonly connectionId: string; readonly platform: Platform },
  evidence: 'confirmed' | 'presented',
): Promise<void> => {
  await manager.query(
    `UPDATE ${schema}.deliveries SET state = 'stored', evidence = $3, held_token_id = wanted_token_id,
       announced_version = wanted_version, announced_failure = NULL, last_error = NULL, changed_at = now()
     WHERE connection_id = $1 AND platform = $2`,
    [connectionId, platform, evidence],
  );
};
