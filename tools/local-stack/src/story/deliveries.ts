import { deliverySchema, type Delivery } from '@mdm-gate/contracts';
import { waitFor } from '@mdm-gate/testing';
import { z } from 'zod';
import { organizationId } from '../stack/organization-id.ts';
import type { StoryContext } from './story-context.ts';

const deliveriesSchema = z.object({ items: z.array(deliverySchema) });

/** Three MDMs, two platforms each. */
const expectedDeliveries = 6;

/** Waits until every MDM was read back and holds this token. */
export const untilStoredEverywhere = async ({ gateway }: StoryContext, tokenId: string): Promise<number> => {
  const path = `/organizations/${organizationId}/deliveries` as const;
  await waitFor(
    async () => {
      const { items } = (await gateway.call(`GET ${path}`, deliveriesSchema)).body;
      const missing = items.filter((delivery) => !isStored(delivery, tokenId));
      if (items.length === expectedDeliveries && missing.length === 0) return true;
      throw new Error(`${items.length} deliveries, not stored yet: ${JSON.stringify(missing)}`);
    },
    { timeoutMs: 60_000, intervalMs: 100, describe: 'the token is stored in every MDM' },
  );
  return expectedDeliveries;
};

const isStored = ({ state, heldTokenId }: Delivery, tokenId: string): boolean =>
  state === 'stored' && heldTokenId === tokenId;
