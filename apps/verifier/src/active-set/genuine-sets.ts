import { z } from 'zod';
import { activeSetSchema, organizationIdSchema, type ActiveSet } from '@mdm-gate/contracts';
import type { ActiveSetMac } from '@mdm-gate/encryption';
import type { Place } from './active-set-store.ts';

/** All that is needed of an event: the rest differs by type. */
const eventSchema = z.object({ organizationId: organizationIdSchema, activeSet: z.unknown() });

/** What must be readable to know which set it is. A later schema may change anything else. */
const placeSchema = z.object({
  lineage: z.string().regex(/^[0-9a-f-]{36}$/),
  version: z.number().int().min(1),
});

/** Tells what token-admin said from what anybody else wrote in its place. */
export class GenuineSets {
  constructor(private readonly macs: ActiveSetMac) {}

  isGenuine(organizationId: string, activeSet: unknown): boolean {
    return this.macs.isGenuine(organizationId, activeSet);
  }

  /** The set of an event that came in the place of one of that organization. Null: not genuine, or it cannot be read. */
  in(event: unknown, organizationId: string): ActiveSet | null {
    const read = activeSetSchema.safeParse(this.#genuineIn(event, organizationId));
    return read.success ? read.data : null;
  }

  /** Where an event stands of which perhaps nothing else can be read. Null: not genuine. */
  placeIn(event: unknown, organizationId: string): Place | null {
    const read = placeSchema.safeParse(this.#genuineIn(event, organizationId));
    return read.success ? read.data : null;
  }

  #genuineIn(event: unknown, organizationId: string): unknown {
    const read = eventSchema.safeParse(event);
    if (!read.success || read.data.organizationId !== organizationId) return null;
    return this.isGenuine(organizationId, read.data.activeSet) ? read.data.activeSet : null;
  }
}
