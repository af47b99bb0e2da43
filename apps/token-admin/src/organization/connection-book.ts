import { findConnection } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { CodedError, Loops } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import type { AuditContent, Cause } from '../audit/audit-row.ts';
import { isBeingChanged } from './being-changed.ts';
import type { Change } from './change.ts';
import { doorStaysShut, opensTheDoor } from './opens-the-door.ts';
import { OrganizationChanges } from './organization-changes.ts';
import type { OrganizationState } from './organization-state.ts';

export interface LearntConnection {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly removed: boolean;
  /** What it was like, and is like now, for the audit. */
  readonly before?: AuditContent | null;
  readonly details?: AuditContent | null;
}

const isNews = (state: OrganizationState, { connectionId, removed }: LearntConnection): boolean =>
  !state.removedConnectionIds.includes(connectionId) &&
  (removed || !state.connectionIds.includes(connectionId));

const auditOf = (learnt: LearntConnection, before: number, after: number): Change['audit'] => ({
  action: learnt.removed ? 'removeMdmConnection' : 'addMdmConnection',
  subjectId: learnt.connectionId,
  before: { connections: before, ...learnt.before },
  after: { connections: after, ...learnt.details },
});

/** Null when it was known. Connections may be learnt of in any order and any number of times. */
export const connectionChange = (state: OrganizationState, learnt: LearntConnection): Change | null => {
  const { connectionId, removed } = learnt;
  const count = state.connectionIds.length;
  // Who did it is told by the gateway alone, however early mdm-push was heard.
  if (!isNews(state, learnt))
    return learnt.details === undefined ? null : { announcement: null, audit: auditOf(learnt, count, count) };
  const others = state.connectionIds.filter((id) => id !== connectionId).length;
  const isListed = others < count;
  return {
    // The active set lists those that there are.
    announcement: removed === isListed ? { type: 'PolicyChanged' } : null,
    audit: auditOf(learnt, count, removed ? others : others + 1),
    connection: { connectionId, removed },
  };
};

/**
 * Keeps track of which MDM connections mdm-push has: from the gateway's own calls, and from its events, which count only once
 * it has been asked, whichever comes first.
 */
@Injectable()
export class ConnectionBook {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly requester: Requester,
    private readonly loops: Loops,
  ) {}

  /**
   * Somebody says that a connection came or went: only mdm-push itself knows whether it is there. Throws what asking it
   * throws, so that the event comes again.
   */
  async lookUp({ organizationId, connectionId }: ConnectionId, cause: Cause): Promise<void> {
    const { correlationId } = cause;
    const isThere = await this.requester
      .ask(findConnection, { organizationId, connectionId }, { correlationId })
      .then(() => true, falseIfNotFound);
    const learnt = { organizationId, connectionId, removed: !isThere };
    await this.changes.make({
      organizationId,
      cause,
      decide: (state) => (isBeingChanged(state, learnt) ? null : this.#unlessItOpensTheDoor(state, learnt)),
    });
  }

  #unlessItOpensTheDoor(state: OrganizationState, learnt: LearntConnection): Change | null {
    const { organizationId, connectionId, removed } = learnt;
    if (!removed || !opensTheDoor(state, connectionId)) return connectionChange(state, learnt);
    this.loops.logger.error({ organizationId, connectionId }, doorStaysShut);
    return null;
  }
}

type ConnectionId = Pick<LearntConnection, 'organizationId' | 'connectionId'>;

const falseIfNotFound = (error: unknown): boolean => {
  if (error instanceof CodedError && error.code === 'not-found') return false;
  throw error;
};
