import { z } from 'zod';
import { activeSetSchema, organizationIdSchema } from '@mdm-gate/contracts';
import type { EventStreamReader, UnreadableEvent } from '@mdm-gate/messaging';
import type { Logger } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from '../active-set/active-set-store.ts';

/** All that must be readable to know which set it is. A later schema may change anything else. */
const versionedSchema = z.object({
  organizationId: organizationIdSchema,
  activeSet: z.object({ version: activeSetSchema.shape.version }),
});

/**
 * An active set that cannot be read, say because a newer token-admin wrote it, may have revoked a token. No older set may
 * decide a check any more, so the organization's checks are unavailable until it comes in readable form, or a newer one.
 */
export class UnreadableActiveSet {
  constructor(
    private readonly store: Pick<ActiveSetStore, 'withhold'>,
    private readonly reader: Pick<EventStreamReader, 'history'>,
    private readonly logger: Logger,
  ) {}

  /** Throws `dependency-unavailable`: then the event comes again. */
  async withhold({ organizationId, sequence, content }: UnreadableEvent): Promise<void> {
    const version =
      versionIn(content, organizationId) ?? (await this.#newestBefore(sequence, organizationId)) + 1;
    this.logger.error({ organizationId, version }, 'an active set cannot be read: checks are unavailable');
    await this.store.withhold(organizationId, version - 1);
  }

  /** Events of an organization are published in the order of their versions. 0: the stream keeps none that is older. */
  async #newestBefore(sequence: number, organizationId: string): Promise<number> {
    let newest = 0;
    for await (const earlier of this.reader.history('tokens', organizationId)) {
      if (earlier.sequence >= sequence) break;
      newest = Math.max(newest, versionIn(earlier.event, organizationId) ?? 0);
    }
    return newest;
  }
}

const versionIn = (content: unknown, organizationId: string): number | null => {
  const read = versionedSchema.safeParse(content);
  return read.success && read.data.organizationId === organizationId ? read.data.activeSet.version : null;
};
