import {
  applyActiveSet,
  heldActiveSets,
  type ActiveSet,
  type HeldActiveSet,
  type ReplyOf,
} from '@mdm-gate/contracts';
import { Requester } from '@mdm-gate/messaging';
import { Injectable } from '@nestjs/common';

export interface Asked {
  readonly timeoutMs: number;
  readonly correlationId?: string;
}

const listingTimeoutMs = 5_000;

/** The copy that checks are decided by. */
@Injectable()
export class VerifierCopy {
  constructor(private readonly requester: Requester) {}

  /** Has the verifier take the set, and answers with the one that it then holds; null when it does not answer. */
  async apply(
    organizationId: string,
    activeSet: ActiveSet,
    asked: Asked,
  ): Promise<ReplyOf<typeof applyActiveSet> | null> {
    try {
      return await this.requester.ask(applyActiveSet, { organizationId, activeSet }, asked);
    } catch {
      // Whatever it is, the event path brings the set, and whoever asked does not count on it.
      return null;
    }
  }

  /** What it holds of one organization; null: nothing; undefined: it does not answer. */
  async of(organizationId: string, asked: Asked): Promise<HeldActiveSet | null | undefined> {
    try {
      const request = { organizationIds: [organizationId], cursor: null };
      const { items } = await this.requester.ask(heldActiveSets, request, asked);
      return items[0] ?? null;
    } catch {
      return undefined;
    }
  }

  /** Of all organizations. Undefined: it does not answer, or its store was replaced meanwhile. */
  async all(): Promise<ReadonlyMap<string, HeldActiveSet> | undefined> {
    const held = new Map<string, HeldActiveSet>();
    let cursor: string | null = null;
    do {
      const page: ReplyOf<typeof heldActiveSets> | null = await this.requester
        .ask(heldActiveSets, { organizationIds: null, cursor }, { timeoutMs: listingTimeoutMs })
        .catch(() => null);
      if (page === null) return undefined;
      for (const item of page.items) held.set(item.organizationId, item);
      cursor = page.cursor;
    } while (cursor !== null);
    return held;
  }
}
