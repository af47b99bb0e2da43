import type { AuditEvent } from '@mdm-gate/contracts';

/** Something that was done, and what says that it was about to be. */
export interface Act {
  readonly event: AuditEvent;
  readonly begun: AuditEvent | null;
}

/** One line for each: what begins in another service is written twice, before it and with how it ended. Newest first. */
export const actsIn = (events: readonly AuditEvent[]): readonly Act[] => {
  const begun = new Map<string, AuditEvent>();
  const ended = new Set<string>();
  for (const event of events) {
    if (event.outcome !== 'intended') ended.add(event.operationId);
    else if (ended.has(event.operationId)) begun.set(event.operationId, event);
  }
  const shown = events.filter((event) => begun.get(event.operationId) !== event);
  return shown.map((event) => ({ event, begun: begunBefore(event, begun.get(event.operationId)) }));
};

const begunBefore = (event: AuditEvent, begun: AuditEvent | undefined): AuditEvent | null =>
  begun !== undefined && begun.sequence < event.sequence ? begun : null;
