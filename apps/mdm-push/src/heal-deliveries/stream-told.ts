import {
  deliveryFailed,
  mdmConnectionAdded,
  mdmConnectionRemoved,
  tokenDelivered,
  type EventOf,
} from '@mdm-gate/contracts';
import { z } from 'zod';

const eventSchema = z.discriminatedUnion('type', [
  mdmConnectionAdded.schema,
  mdmConnectionRemoved.schema,
  tokenDelivered.schema,
  deliveryFailed.schema,
]);

export type StatefulEvent = EventOf<
  typeof mdmConnectionAdded | typeof mdmConnectionRemoved | typeof tokenDelivered | typeof deliveryFailed
>;

/** What the stream last told of one organization: by what, as whom or what. */
export interface Told {
  readonly connections: Map<string, 'added' | 'removed'>;
  readonly deliveries: Map<string, string>;
}

export const nothingTold = (): Told => ({ connections: new Map(), deliveries: new Map() });

/** Null: not one of the events that tell of a state, or not mdm-push's. */
export const statefulEvent = (event: unknown): StatefulEvent | null => {
  const read = eventSchema.safeParse(event);
  return read.success ? read.data : null;
};

export const deliveryKey = (delivery: { readonly connectionId: string; readonly platform: string }): string =>
  `${delivery.connectionId} ${delivery.platform}`;

/** In the order of the stream: the last one counts. */
export const take = (told: Told, event: StatefulEvent): void => {
  switch (event.type) {
    case 'MdmConnectionAdded':
    case 'MdmConnectionRemoved':
      told.connections.set(event.connectionId, event.type === 'MdmConnectionAdded' ? 'added' : 'removed');
      return;
    case 'TokenDelivered':
    case 'DeliveryFailed':
      told.deliveries.set(deliveryKey(event), outcomeIn(event));
  }
};

/** What an event says of a delivery, so that two can be compared. */
export const outcomeIn = (event: EventOf<typeof tokenDelivered> | EventOf<typeof deliveryFailed>): string => {
  const { type, tokenId } = event;
  return `${type} ${tokenId ?? 'nothing'} ${event.type === 'DeliveryFailed' ? event.state : ''}`;
};
