import type { DeliveryFailed, DriftDetected, TokenDelivered } from '@mdm-gate/contracts';
import { deliveryEnvelope, tokenDelivered, type DeliveryFacts } from '../delivery/delivery-events.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { Step } from './delivery-step.ts';

const factsOf = ({ wantedTokenId: tokenId, ...delivery }: ClaimedDelivery): DeliveryFacts => ({
  ...delivery,
  tokenId,
  actor: { type: 'service', id: 'mdm-push' },
});

/** What is to be published about a turn's end; null when nothing that others know has changed. */
export const announcement = (
  delivery: ClaimedDelivery,
  step: Step,
  now: Date,
): TokenDelivered | DeliveryFailed | null => {
  if (step.announce === 'TokenDelivered') return tokenDelivered(factsOf(delivery), now);
  if (step.announce === null || step.announcedFailure === null) return null;
  const code = step.problem?.code ?? 'delivery-error';
  return {
    ...deliveryEnvelope(factsOf(delivery), now),
    type: 'DeliveryFailed',
    state: step.announcedFailure,
    code,
  };
};

export const driftDetected = (delivery: ClaimedDelivery, now: Date): DriftDetected => ({
  ...deliveryEnvelope(factsOf(delivery), now),
  type: 'DriftDetected',
});
