import { Injectable } from '@nestjs/common';
import type { AuditContent, Cause } from '../audit/audit-row.ts';
import type { Change } from './change.ts';
import { OrganizationChanges } from './organization-changes.ts';
import type { OrganizationState } from './organization-state.ts';

export interface LearntConnection {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly removed: boolean;
  /** What is known of it beside that, for the audit. */
  readonly details?: AuditContent;
}

const isNews = (state: OrganizationState, { connectionId, removed }: LearntConnection): boolean =>
  !state.removedConnectionIds.includes(connectionId) &&
  (removed || !state.connectionIds.includes(connectionId));

/** Null when it was known. Connections may be learnt of in any order and any number of times. */
export const connectionChange = (state: OrganizationState, learnt: LearntConnection): Change | null => {
  if (!isNews(state, learnt)) return null;
  const { connectionId, removed, details = {} } = learnt;
  const count = state.connectionIds.length;
  const others = state.connectionIds.filter((id) => id !== connectionId).length;
  const after = removed ? others : others + 1;
  return {
    // Others need to know only whether there is one at all.
    announcement: after > 0 === count > 0 ? null : { type: 'PolicyChanged' },
    audit: {
      action: removed ? 'removeMdmConnection' : 'addMdmConnection',
      subjectId: connectionId,
      before: { connections: count },
      after: { connections: after, ...details },
    },
    connection: { connectionId, removed },
  };
};

/** Keeps track of which MDM connections mdm-push has: from its events, and from the gateway's own calls, whichever comes first. */
@Injectable()
export class ConnectionBook {
  constructor(private readonly changes: OrganizationChanges) {}

  async learn(learnt: LearntConnection, cause: Cause): Promise<void> {
    const { organizationId } = learnt;
    await this.changes.make({ organizationId, cause, decide: (state) => connectionChange(state, learnt) });
  }
}
