import { tokenValue, type ReplyOf, type RequestOf } from '@mdm-gate/contracts';
import { Answers, type MessageContext } from '@mdm-gate/messaging';
import { CodedError } from '@mdm-gate/service-kit';
import { Controller } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Cause } from '../audit/audit-row.ts';
import { OrganizationChanges } from '../organization/organization-changes.ts';
import { TokenVault } from '../token/token-vault.ts';
import { Tokens } from '../token/tokens.ts';

@Controller()
export class GiveTokenValueController {
  constructor(
    private readonly changes: OrganizationChanges,
    private readonly tokens: Tokens,
    private readonly vault: TokenVault,
  ) {}

  /** The audit row is committed before the value leaves. A revoked value is not given: it must not get into an MDM any more. */
  @Answers(tokenValue)
  async give(
    { organizationId, tokenId, connectionId }: RequestOf<typeof tokenValue>,
    context: MessageContext,
  ): Promise<ReplyOf<typeof tokenValue>> {
    await this.changes.makeToToken({
      organizationId,
      tokenId,
      cause: causeOf(context),
      decide: (_, { state, fingerprint }) => {
        if (state === 'revoked')
          throw new CodedError('token-already-revoked', 'A revoked value is not given');
        const after = { fingerprint, connectionId };
        return {
          announcement: null,
          audit: { action: 'giveTokenValue', subjectId: tokenId, before: null, after },
        };
      },
    });
    const token = await this.tokens.find(organizationId, tokenId);
    return { tokenId, value: this.vault.open(token) };
  }
}

const causeOf = ({ correlationId }: MessageContext): Cause => ({
  actor: { type: 'service', id: 'mdm-push' },
  operationId: uuidv7(),
  correlationId,
  sourceAddress: null,
});
