import type { Platform, TokenDelivered } from '@mdm-gate/contracts';
import { eventEnvelope, type ConnectionFacts } from '../connection/event-envelope.ts';

/** What every event about a delivery says: which delivery, and which token; null: the key was withdrawn. */
export interface DeliveryFacts extends ConnectionFacts {
  readonly platform: Platform;
  readonly tokenId: string | null;
}

export const deliveryEnvelope = (facts: DeliveryFacts, now: Date) => ({
  ...eventEnvelope(facts, now),
  platform: facts.platform,
  tokenId: facts.tokenId,
});

export const tokenDelivered = (facts: DeliveryFacts, now: Date): TokenDelivered => ({
  ...deliveryEnvelope(facts, now),
  type: 'TokenDelivered',
});
