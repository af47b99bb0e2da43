import type { Actor, Platform, TokenDelivered } from '@mdm-gate/contracts';
import { v7 as uuid } from 'uuid';

/** What every event about a delivery says: which delivery, which token (null: the key was withdrawn), and who did it. */
export interface DeliveryFacts {
  readonly organizationId: string;
  readonly connectionId: string;
  readonly platform: Platform;
  readonly tokenId: string | null;
  readonly actor: Actor;
  readonly correlationId: string;
}

export const deliveryEnvelope = (facts: DeliveryFacts, now: Date) => ({
  id: uuid(),
  schemaVersion: 1 as const,
  occurredAt: now.toISOString(),
  correlationId: facts.correlationId,
  actor: facts.actor,
  organizationId: facts.organizationId,
  connectionId: facts.connectionId,
  platform: facts.platform,
  tokenId: facts.tokenId,
});

export const tokenDelivered = (facts: DeliveryFacts, now: Date): TokenDelivered => ({
  ...deliveryEnvelope(facts, now),
  type: 'TokenDelivered',
});
