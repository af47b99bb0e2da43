import type { Delivery } from '@mdm-gate/contracts';
import type { DeliveryEntity } from './delivery.entity.ts';

export const shownDelivery = (delivery: DeliveryEntity): Delivery => ({
  connectionId: delivery.connectionId,
  platform: delivery.platform,
  state: delivery.state,
  wantedTokenId: delivery.wantedTokenId,
  heldTokenId: delivery.heldTokenId,
  evidence: delivery.evidence,
  attempts: delivery.attempts,
  counts: delivery.counts,
  lastError: delivery.lastError,
  nextAttemptAt: delivery.nextAttemptAt?.toISOString() ?? null,
  changedAt: delivery.changedAt.toISOString(),
});
