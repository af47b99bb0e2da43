import { listCheckCountsRoute } from '@mdm-gate/contracts';
import { Clock } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { CheckCountLedger } from '../check-counts/check-count-ledger.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { Organizations } from '../organization/organizations.ts';

type Route = typeof listCheckCountsRoute;

const minuteMs = 60_000;

@Controller()
export class FindCheckCountsController {
  constructor(
    private readonly organizations: Organizations,
    private readonly ledger: CheckCountLedger,
    private readonly clock: Clock,
  ) {}

  @Serves(listCheckCountsRoute)
  async list(@Call() { params, query }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const to = Math.floor(this.clock.now().getTime() / minuteMs) * minuteMs;
    const from = new Date(to - (query.minutes - 1) * minuteMs);
    const items = await this.ledger.since(organizationId, from);
    const body = { from: from.toISOString(), to: new Date(to).toISOString(), items, nextCursor: null };
    return { status: 200, body };
  }
}
