import { CodedError, type Clock } from '@mdm-gate/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { AuditTrail } from '../../audit/audit-trail.ts';
import { lockOrganization, saveOrganization } from '../../organization/load-organization.ts';
import type { Refusal } from './refusal.ts';
import type { RefusalConnection } from './refusal-connection.ts';

/** A row that is to be written; `after` says how often it happened, where it is more than once. */
export interface RefusalRow {
  readonly refusal: Refusal;
  readonly after: object;
}

export interface RefusalTools {
  readonly connection: RefusalConnection;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Whoever changes the organization goes first. */
const lockTimeout = `SET LOCAL lock_timeout = '2s'`;

/** Writes refusals into the trail of the organization, if there is one. */
export const writeRefusal = async (
  { connection, audit, clock }: RefusalTools,
  { refusal, after }: RefusalRow,
): Promise<void> => {
  const { organizationId, callerId, action, subjectId, correlationId, sourceAddress } = refusal;
  const dataSource = await connection.open();
  await dataSource
    .transaction(async (manager) => {
      await manager.query(lockTimeout);
      const organization = await lockOrganization(manager, organizationId);
      const cause = {
        actor: { type: 'admin' as const, id: callerId },
        operationId: uuidv7(),
        correlationId,
        sourceAddress,
      };
      const entry = { action, outcome: 'refused' as const, subjectId, before: null, after, cause };
      await audit.append(manager, organization, entry, clock.now());
      await saveOrganization(manager, organization);
    })
    .catch((error: unknown) => {
      // A stranger may name what there is not.
      if (!(error instanceof CodedError) || error.code !== 'not-found') throw error;
    });
};
