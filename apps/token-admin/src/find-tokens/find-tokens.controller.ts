import { findTokenRoute, listTokensRoute, uuidSchema } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { pageAfter, readCursor } from '../gateway/cursor.ts';
import { Serves } from '../gateway/serves.ts';
import { Organizations } from '../organization/organizations.ts';
import { Tokens } from '../token/tokens.ts';

@Controller()
export class FindTokensController {
  constructor(
    private readonly organizations: Organizations,
    private readonly tokens: Tokens,
  ) {}

  @Serves(listTokensRoute)
  async list(
    @Call() { params, query }: CallTo<typeof listTokensRoute>,
  ): Promise<AnswerTo<typeof listTokensRoute>> {
    const { organizationId } = params;
    await this.organizations.find(organizationId);
    const olderThan = readCursor(query.cursor, uuidSchema);
    const expiresWithinDays = query.expiresWithinDays ?? null;
    const page = { organizationId, olderThan, expiresWithinDays, limit: query.limit + 1 };
    const items = await this.tokens.page(page);
    return { status: 200, body: pageAfter(items, query.limit, ({ tokenId }) => tokenId) };
  }

  @Serves(findTokenRoute)
  async find(@Call() { params }: CallTo<typeof findTokenRoute>): Promise<AnswerTo<typeof findTokenRoute>> {
    const token = await this.tokens.show(params.organizationId, params.tokenId);
    return { status: 200, body: token, version: token.version };
  }
}
