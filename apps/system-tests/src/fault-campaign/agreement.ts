import { waitFor } from '@mdm-gate/testing';
import type { Gateway } from './gateway.ts';
import { judgeListed, whyCheckDiffers, type ListedToken } from './judgements.ts';
import type { TokenFacts } from './ledger.ts';
import type { Staff, WorkingOrganization } from './organizations.ts';
import type { World } from './world.ts';

interface ListedInFull extends ListedToken {
  readonly connectionId: string | null;
  readonly createdAt: string;
}

const timeoutMs = 90_000;
/** Newer ones are of more interest, and the active set names fifty revoked ones. */
const checkedMax = 30;

/** Whether, once nobody changes anything and nothing is broken, everything comes to say the same: what the gateway lists. */
export class Agreement {
  constructor(
    private readonly world: World,
    private readonly staff: Staff,
  ) {}

  /** `expected`: of an organization that nobody lists. */
  async reached(organizations: readonly WorkingOrganization[]): Promise<void> {
    await this.#orViolated('every replica is ready again', async () => {
      const reasons = await Promise.all(this.world.replicas.map((replica) => replica.whyNotReady()));
      return reasons.find((reason) => reason !== null) ?? null;
    });
    await Promise.all(organizations.map((organization) => this.#of(organization)));
  }

  async #of(organization: WorkingOrganization): Promise<void> {
    const { organizationId } = organization;
    const listed = await allTokens(this.staff.gateway, organizationId);
    if (listed === null) {
      this.staff.ledger.violated('the gateway answers again', organizationId);
      return;
    }
    const facts = this.staff.ledger.of(organizationId);
    for (const token of facts) judgeListed(this.staff.ledger, token, listed);
    await this.#orViolated('checks follow what is listed', () => this.#whyChecksDiffer(facts, listed));
    await this.#orViolated('every MDM holds the newest token', () =>
      this.#whyNotDelivered(organization, listed),
    );
  }

  async #whyChecksDiffer(
    facts: readonly TokenFacts[],
    listed: readonly ListedToken[],
  ): Promise<string | null> {
    for (const token of facts.slice(-checkedMax)) {
      const { organizationId, value, label } = token;
      if (value === null) continue;
      const { reason } = await this.staff.client.checkAuthentication({
        organizationId,
        deviceId: `agreeing ${label} ${Math.round(performance.now())}`,
        platform: 'android',
        mdmToken: value,
      });
      const why = whyCheckDiffers(token, listed, reason);
      if (why !== null) return why;
    }
    return null;
  }

  async #whyNotDelivered(
    { organizationId, connectionId }: WorkingOrganization,
    listed: readonly ListedInFull[],
  ): Promise<string | null> {
    const wanted = listed
      .filter((token) => token.state === 'active' && [null, connectionId].includes(token.connectionId))
      .reduce<ListedInFull | null>((a, b) => (a === null || b.createdAt > a.createdAt ? b : a), null);
    const reply = await this.staff.gateway.get(`/organizations/${organizationId}/deliveries`);
    const deliveries = (reply?.body['items'] ?? []) as Readonly<Record<string, unknown>>[];
    const ours = deliveries.filter((delivery) => delivery['connectionId'] === connectionId);
    const isRight =
      ours.length > 0 &&
      ours.every(({ state, heldTokenId }) => state === 'stored' && heldTokenId === wanted?.tokenId);
    return isRight ? null : `${organizationId} wants ${wanted?.label ?? 'nothing'}: ${JSON.stringify(ours)}`;
  }

  async #orViolated(promise: string, why: () => Promise<string | null>): Promise<void> {
    let last: string | null = 'never looked';
    const looked = async (): Promise<boolean> => {
      last = await why();
      return last === null;
    };
    await waitFor(looked, { timeoutMs, intervalMs: 500 }).catch(() => {
      this.staff.ledger.violated(promise, last ?? 'cannot be told');
    });
  }
}

/** Null: the gateway does not answer, or knows no such organization. */
const allTokens = async (
  gateway: Gateway,
  organizationId: string,
): Promise<readonly ListedInFull[] | null> => {
  const tokens: ListedInFull[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? 'limit=100' : `limit=100&cursor=${cursor}`;
    const reply = await gateway.get(`/organizations/${organizationId}/mdm-tokens?${query}`);
    if (reply?.status !== 200) return null;
    const { items, nextCursor } = reply.body as { items: ListedInFull[]; nextCursor: string | null };
    tokens.push(...items);
    cursor = nextCursor;
  } while (cursor !== null);
  return tokens;
};
