import { CodedError, type Clock } from '@mdm-gate/service-kit';
import { v7 as uuidv7 } from 'uuid';
import type { AuditTrail, CausedEntry } from '../../audit/audit-trail.ts';
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

const entryOf = ({ refusal, after }: RefusalRow): CausedEntry => {
  const { callerId, action, subjectId, correlationId, sourceAddress } = refusal;
  const actor = { type: 'admin' as const, id: callerId };
  const cause = { actor, operationId: uuidv7(), correlationId, sourceAddress };
  return { action, outcome: 'refused', subjectId, before: null, after, cause };
};

/** Writes refusals of one organization into its trail, if there is one. */
export const writeRefusals = async (
  { connection, audit, clock }: RefusalTools,
  organizationId: string,
  rows: readonly RefusalRow[],
): Promise<void> => {
  const dataSource = await connection.open();
  await dataSource
    .transaction(async (manager) => {
      await manager.query(lockTimeout);
      const organization = await lockOrganization(manager, organizationId);
      await audit.appendAll(manager, organization, rows.map(entryOf), clock.now());
      await saveOrganization(manager, organization);
    })
    .catch((error: unknown) => {
      // A stranger may name what there is not.
      if (!(error instanceof CodedError) || error.code !== 'not-found') throw error;
    });
};
