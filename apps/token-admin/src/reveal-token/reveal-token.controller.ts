import { revealTokenRoute } from '@mdm-gate/contracts';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Call, type AnswerTo, type CallTo } from '../gateway/call.ts';
import { Serves } from '../gateway/serves.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { TokenVault } from '../token/token-vault.ts';

type Route = typeof revealTokenRoute;

@Controller()
export class RevealTokenController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly vault: TokenVault,
  ) {}

  /**
   * The audit row is committed before the value leaves: one for each time, also when one request is repeated. The value is
   * the one that the row names, although the token may get another one a moment later.
   */
  @Serves(revealTokenRoute)
  async reveal(@Call() { params, cause: request }: CallTo<Route>): Promise<AnswerTo<Route>> {
    const { organizationId, tokenId } = params;
    const cause = { ...request, operationId: uuidv7() };
    let value = '';
    await this.changes.makeToToken({
      organizationId,
      tokenId,
      cause,
      decide: (_, token) => {
        value = this.vault.open(token);
        const after = { fingerprint: token.fingerprint };
        return {
          announcement: null,
          audit: { action: 'revealToken', subjectId: tokenId, before: null, after },
        };
      },
    });
    return { status: 200, body: { tokenId, value } };
  }
}
