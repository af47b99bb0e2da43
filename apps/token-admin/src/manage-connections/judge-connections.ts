import type { removeConnectionRoute } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import type { CallTo } from '../gateway/call.ts';
import { DryRuns } from '../impact/dry-runs.ts';
import { gateOf } from '../impact/gate.ts';
import { connectionChange } from '../organization/connection-book.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { KeptValues } from '../token/kept-values.ts';
import { refuseIf } from '../token/refuse-if.ts';
import { whyNotRemove } from './why-not-remove.ts';

type Call = Pick<CallTo<typeof removeConnectionRoute>, 'params' | 'query' | 'cause'>;

/** What speaks against a change of connections, before anything is begun. */
@Injectable()
export class JudgeConnections {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly dryRuns: DryRuns,
    /** Whether the MDM systems keep the values that they are to hold. */
    readonly kept: KeptValues,
  ) {}

  /** What a removal would do. */
  async removal({ params, query, cause }: Call) {
    const { organizationId, connectionId } = params;
    const outcome = await this.changes.make({
      organizationId,
      cause,
      decide: (state) => {
        refuseIf(whyNotRemove(state, connectionId));
        const change = connectionChange(state, { organizationId, connectionId, removed: true });
        return change === null ? null : { ...change, gate: gateOf(query) };
      },
    });
    return this.dryRuns.answer(outcome, cause.correlationId);
  }
}
