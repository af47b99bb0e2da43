import type { AuditEvent } from '@mdm-gate/contracts';
import type { AuditRow } from './audit-row.ts';

/** JSON goes out as it was stored: that it is readonly in here does not matter out there. */
type Content = Pick<AuditEvent, 'before' | 'after'>;

export const shownAuditEvent = (row: AuditRow): AuditEvent => ({
  sequence: row.sequence,
  organizationId: row.organizationId,
  occurredAt: row.occurredAt.toISOString(),
  actor: row.actor,
  action: row.action,
  outcome: row.outcome,
  subjectId: row.subjectId,
  operationId: row.operationId,
  correlationId: row.correlationId,
  sourceAddress: row.sourceAddress,
  ...({ before: row.before, after: row.after } as Content),
  keyId: row.keyId,
  hash: row.hash,
});
