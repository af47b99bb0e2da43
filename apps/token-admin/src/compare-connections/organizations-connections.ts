import { listConnections } from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Loops } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import { isBeingChanged } from '../organization/being-changed.ts';
import type { Change } from '../organization/change.ts';
import { doorStaysShut, opensTheDoor } from '../organization/opens-the-door.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import type { OrganizationState } from '../organization/organization-state.ts';
import { ComparedRows } from './compared-rows.ts';

/** Brings what is known of one organization's connections to what mdm-push says, unless either changes meanwhile. */
@Injectable()
export class OrganizationsConnections {
  constructor(
    private readonly rows: ComparedRows,
    private readonly requester: Requester,
    private readonly changes: OrganizationChanges,
    private readonly loops: Loops,
  ) {}

  /** Throws `not-found` for an organization that is not known, and what asking mdm-push throws. */
  async settle(organizationId: string): Promise<void> {
    let known = (await this.rows.knownOf(organizationId)).toSorted();
    const { items } = await this.requester.ask(listConnections, { organizationId });
    const there = items.map(({ connectionId }) => connectionId);
    const differing = [
      ...there.filter((id) => !known.includes(id)).map((connectionId) => ({ connectionId, removed: false })),
      ...known.filter((id) => !there.includes(id)).map((connectionId) => ({ connectionId, removed: true })),
    ];
    for (const connection of differing) {
      const asBefore = known.join();
      const { made, state } = await this.changes.make({
        organizationId,
        cause: comparison(),
        // What the gateway has learnt meanwhile is newer than what was asked before.
        decide: (now) =>
          now.connectionIds.toSorted().join() === asBefore && !isBeingChanged(now, connection)
            ? this.#change(now, connection)
            : null,
      });
      if (!made && isBeingChanged(state, connection)) continue;
      if (!made) return;
      known = state.connectionIds.toSorted();
    }
  }

  #change(state: OrganizationState, connection: Difference): Change | null {
    const { organizationId, connectionIds } = state;
    const count = connectionIds.length;
    if (connection.removed && opensTheDoor(state, connection.connectionId)) {
      // What mdm-push lost is entered again, or an administrator lets the policy go.
      this.loops.logger.error({ organizationId, connectionId: connection.connectionId }, doorStaysShut);
      return null;
    }
    return {
      announcement: { type: 'PolicyChanged' },
      audit: {
        action: connection.removed ? 'removeMdmConnection' : 'addMdmConnection',
        subjectId: connection.connectionId,
        before: { connections: count },
        after: { connections: connection.removed ? count - 1 : count + 1, because: 'compared with mdm-push' },
      },
      connection,
    };
  }
}

interface Difference {
  readonly connectionId: string;
  readonly removed: boolean;
}

const comparison = (): Cause => ({
  actor: { type: 'service', id: 'mdm-push' },
  operationId: uuidv7(),
  correlationId: 'connections-comparison',
  sourceAddress: null,
});
