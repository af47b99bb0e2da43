import type { ClaimedDelivery } from './claimed-delivery.ts';

/** What came up during one turn, however it ends. */
export class TurnNotes {
  /** Of the requests that have one: what the vendor's support asks for. */
  readonly requestIds: string[] = [];
  /** The MDM was found to hold something else than what was stored there. */
  hasDrifted = false;

  /** Where the delivery stood before the turn ended: what was written down of it at the drift counts. */
  standing(delivery: ClaimedDelivery): ClaimedDelivery {
    if (!this.hasDrifted) return delivery;
    return { ...delivery, state: 'drifted', heldTokenId: null, announcedVersion: null, attempts: 0 };
  }
}
