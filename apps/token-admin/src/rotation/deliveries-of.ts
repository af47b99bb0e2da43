import type { Delivery } from '@mdm-gate/contracts';
import type { StoredRotation } from './rotation.entity.ts';

/**
 * The deliveries that a rotation is about: of its connection, or of all that are to hold its token. A connection with a
 * token of its own holds that one.
 */
export const deliveriesOf = (
  { connectionId, tokenId }: StoredRotation,
  deliveries: readonly Delivery[],
): readonly Delivery[] =>
  deliveries.filter((delivery) =>
    connectionId === null ? delivery.wantedTokenId === tokenId : delivery.connectionId === connectionId,
  );
