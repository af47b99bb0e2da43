import { createOrganizationRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { Organizations, shownOrganization } from '../organization/organizations.ts';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationCreation } from '../organization/organization-creation.ts';

type Route = typeof createOrganizationRoute;

@Controller()
export class CreateOrganizationController {
  constructor(
    private readonly creation: OrganizationCreation,
    private readonly organizations: Organizations,
  ) {}

  @Serves(createOrganizationRoute)
  async create(@Call() { body, cause }: CallTo<Route>): Promise<AnswerTo<Route>> {
    await this.creation.create(body, cause);
    const organization = await this.organizations.find(body.organizationId);
    return { status: 201, body: shownOrganization(organization), version: organization.version };
  }
}
