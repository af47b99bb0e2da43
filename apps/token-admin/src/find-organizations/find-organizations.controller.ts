import { findOrganizationRoute, listOrganizationsRoute, organizationIdSchema } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { Serves } from '../gateway/serves.ts';
import { Organizations, shownOrganization } from '../organization/organizations.ts';

type ListRoute = typeof listOrganizationsRoute;
type FindRoute = typeof findOrganizationRoute;

@Controller()
export class FindOrganizationsController {
  constructor(private readonly organizations: Organizations) {}

  @Serves(listOrganizationsRoute)
  async list(@Call() { caller, query }: CallTo<ListRoute>): Promise<AnswerTo<ListRoute>> {
    const items = await this.organizations.page({
      among: caller.isPlatformAdministrator ? null : [...caller.roles.keys()],
      after: readCursor(query.cursor, organizationIdSchema),
      limit: query.limit + 1,
    });
    const body = pageAfter(items.map(shownOrganization), query.limit, ({ organizationId }) => organizationId);
    return { status: 200, body };
  }

  @Serves(findOrganizationRoute)
  async find(@Call() { params }: CallTo<FindRoute>): Promise<AnswerTo<FindRoute>> {
    const organization = await this.organizations.find(params.organizationId);
    return { status: 200, body: shownOrganization(organization), version: organization.version };
  }
}
