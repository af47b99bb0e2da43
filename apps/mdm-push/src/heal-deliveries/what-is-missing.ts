import { connectionAdded, connectionRemoved } from '../connection/connection-events.ts';
import { eventEnvelope } from '../connection/event-envelope.ts';
import type { OwnDelivery, OwnState } from './own-state.ts';
import { deliveryKey, outcomeIn, type StatefulEvent, type Told } from './stream-told.ts';

const actor = { type: 'service', id: 'mdm-push' } as const;
const correlationId = 'told-again';

/**
 * What the stream must be told, so that whoever reads it knows what our database says: of a connection or delivery whose
 * newest event says something else, or is not there. Each as of when it came to be, so that nobody takes it for news.
 */
export const whatIsMissing = (own: OwnState, told: Told, now: Date): readonly StatefulEvent[] => [
  ...missingConnections(own, told, now),
  ...own.deliveries
    .map((delivery) => deliveryEvent(own.organizationId, delivery))
    .filter((event) => told.deliveries.get(deliveryKey(event)) !== outcomeIn(event)),
];

const missingConnections = (
  { organizationId, connections, removed }: OwnState,
  told: Told,
  now: Date,
): readonly StatefulEvent[] => {
  const ours = new Set(connections.map(({ connectionId }) => connectionId));
  const factsOf = (connectionId: string) => ({
    organizationId,
    connectionId,
    actor,
    correlationId,
    connections: connections.length,
  });
  // Those that a restored database has lost are known from the stream alone.
  const lost = [...told.connections.keys()].map((connectionId) => ({ connectionId, at: now.toISOString() }));
  const gone = new Map([...lost, ...removed].map(({ connectionId, at }) => [connectionId, at]));
  return [
    ...[...gone]
      .filter(([id]) => !ours.has(id) && told.connections.get(id) !== 'removed')
      .map(([id, at]) => connectionRemoved(factsOf(id), new Date(at))),
    ...connections
      .filter(({ connectionId }) => told.connections.get(connectionId) !== 'added')
      .map(({ connectionId, at }) => connectionAdded(factsOf(connectionId), new Date(at))),
  ];
};

const deliveryEvent = (organizationId: string, delivery: OwnDelivery) => {
  const { connectionId, platform, tokenId, failure, code, at } = delivery;
  const facts = {
    ...eventEnvelope({ organizationId, connectionId, actor, correlationId }, new Date(at)),
    platform,
    tokenId,
  };
  return failure === null
    ? { ...facts, type: 'TokenDelivered' as const }
    : { ...facts, type: 'DeliveryFailed' as const, state: failure, code };
};
