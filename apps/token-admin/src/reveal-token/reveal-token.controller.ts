import { revealTokenRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { TokenVault } from '../token/token-vault.ts';
import { Tokens } from '../token/tokens.ts';

type Route = typeof revealTokenRoute;

@Controller()
export class RevealTokenController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly tokens: Tokens,
    private readonly vault: TokenVault,
  ) {}

  /** The audit row is committed before the value leaves: one for each time, also when one request is repeated. */
  @Serves(revealTokenRoute)
  async reveal(@Call() { params, cause: request }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId, tokenId } = params;
    const cause = { ...request, operationId: uuidv7() };
    await this.changes.makeToToken({
      organizationId,
      tokenId,
      cause,
      decide: (_, { fingerprint }) => ({
        announcement: null,
        audit: { action: 'revealToken', subjectId: tokenId, before: null, after: { fingerprint } },
      }),
    });
    const token = await this.tokens.find(organizationId, tokenId);
    return { status: 200, body: { tokenId, value: this.vault.open(token) } };
  }
}
