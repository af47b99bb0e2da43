import type { MdmToken } from '@mdm-gate/contracts';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, In, LessThan, LessThanOrEqual, Not } from 'typeorm';
import type { ChangeOutcome } from '../organization/organization-changes.ts';
import { notFound } from '../organization/load-organization.ts';
import { HeldTokenEntity } from './held-token.entity.ts';
import { shownToken } from './shown-token.ts';
import { TokenEntity } from './token.entity.ts';
import { lastUses } from './token-uses.ts';
import type { HeldToken, Token } from './token.ts';

const dayMs = 86_400_000;

export interface TokenPage {
  readonly organizationId: string;
  readonly olderThan: string | null;
  /** Only living tokens that expire within so many days, or have expired; null for all tokens. */
  readonly expiresWithinDays: number | null;
  readonly limit: number;
}

/** Reads tokens, outside of any change. */
@Injectable()
export class Tokens {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Throws `not-found`, also for a token of another organization. */
  async find(organizationId: string, tokenId: string): Promise<Token> {
    const token = await this.dataSource.manager.findOneBy(TokenEntity, { organizationId, tokenId });
    if (token === null) throw notFound();
    return token;
  }

  async show(organizationId: string, tokenId: string): Promise<MdmToken> {
    const [shown] = await this.#shown(organizationId, [await this.find(organizationId, tokenId)]);
    if (shown === undefined) throw notFound();
    return shown;
  }

  /** The token as a change has left it, without reading it again if the change was made just now. */
  async showChanged(outcome: ChangeOutcome, organizationId: string, tokenId: string): Promise<MdmToken> {
    const written = outcome.tokens.find((token) => token.tokenId === tokenId);
    if (written === undefined) return this.show(organizationId, tokenId);
    const held = outcome.state.held.filter((each) => each.tokenId === tokenId);
    const uses = await lastUses(this.dataSource.manager, organizationId, [tokenId]);
    return shownToken(written, { held, lastUsedOn: uses.get(tokenId) ?? null }, outcome.now);
  }

  /** Newest first: the ids of tokens sort by their age. */
  async page(page: TokenPage): Promise<readonly MdmToken[]> {
    const { organizationId, olderThan, expiresWithinDays, limit } = page;
    const tokens = await this.dataSource.manager.find(TokenEntity, {
      where: {
        organizationId,
        ...(olderThan === null ? {} : { tokenId: LessThan(olderThan) }),
        ...(expiresWithinDays === null ? {} : this.#expiring(expiresWithinDays)),
      },
      order: { tokenId: 'DESC' },
      take: limit,
    });
    return this.#shown(organizationId, tokens);
  }

  #expiring(withinDays: number) {
    const until = new Date(this.clock.now().getTime() + withinDays * dayMs);
    return { state: Not('revoked' as const), expiresAt: LessThanOrEqual(until) };
  }

  async #shown(organizationId: string, tokens: readonly Token[]): Promise<readonly MdmToken[]> {
    const ids = tokens.map(({ tokenId }) => tokenId);
    const held = await this.#held(organizationId, ids);
    const uses = await lastUses(this.dataSource.manager, organizationId, ids);
    const now = this.clock.now();
    return tokens.map((token) =>
      shownToken(
        token,
        {
          held: held.filter(({ tokenId }) => tokenId === token.tokenId),
          lastUsedOn: uses.get(token.tokenId) ?? null,
        },
        now,
      ),
    );
  }

  async #held(organizationId: string, tokenIds: readonly string[]): Promise<readonly HeldToken[]> {
    if (tokenIds.length === 0) return [];
    const among = { organizationId, tokenId: In(tokenIds) };
    const rows = await this.dataSource.manager.findBy(HeldTokenEntity, among);
    return rows.flatMap(({ tokenId, ...row }) => (tokenId === null ? [] : [{ ...row, tokenId }]));
  }
}
