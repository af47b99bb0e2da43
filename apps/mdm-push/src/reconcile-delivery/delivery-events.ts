import type { DeliveryFailed, DriftDetected, TokenDelivered } from '@mdm-gate/contracts';
import { v7 as uuid } from 'uuid';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Step } from './delivery-step.ts';

const envelope = (delivery: ClaimedDelivery, now: Date) => ({
  id: uuid(),
  schemaVersion: 1 as const,
  occurredAt: now.toISOString(),
  correlationId: delivery.correlationId,
  actor: { type: 'service' as const, id: 'mdm-push' },
  organizationId: delivery.organizationId,
  connectionId: delivery.connectionId,
  platform: delivery.platform,
  tokenId: delivery.wantedTokenId,
});

/** What is to be published about a turn's end; null when nothing that others know has changed. */
export const announcement = (
  delivery: ClaimedDelivery,
  step: Step,
  now: Date,
): TokenDelivered | DeliveryFailed | null => {
  if (step.announce === 'TokenDelivered') return { ...envelope(delivery, now), type: 'TokenDelivered' };
  if (step.announce === null || step.announcedFailure === null) return null;
  const code = step.problem?.code ?? 'delivery-error';
  return { ...envelope(delivery, now), type: 'DeliveryFailed', state: step.announcedFailure, code };
};

export const driftDetected = (delivery: ClaimedDelivery, now: Date): DriftDetected => ({
  ...envelope(delivery, now),
  type: 'DriftDetected',
});
