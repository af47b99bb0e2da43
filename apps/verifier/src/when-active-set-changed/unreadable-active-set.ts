import type { UnreadableEvent } from '@mdm-gate/messaging';
import type { Logger } from '@mdm-gate/service-kit';
import type { ActiveSetStore } from '../active-set/active-set-store.ts';
import type { GenuineSets } from '../active-set/genuine-sets.ts';

/**
 * An active set of token-admin that cannot be read, say because a newer version wrote it, may have revoked a token. No
 * older set may decide a check any more, so the organization's checks are unavailable until it comes in readable form, or a
 * newer one. What is not token-admin's changes nothing, whatever it says; only where all that is known was written before
 * active sets had a MAC, it may be from a token-admin of that time, and then nobody can tell what is in force.
 */
export class UnreadableActiveSet {
  constructor(
    private readonly store: Pick<ActiveSetStore, 'withhold' | 'withholdUnproven'>,
    private readonly genuine: GenuineSets,
    private readonly logger: Logger,
  ) {}

  /** Throws `dependency-unavailable`: then the event comes again. */
  async withhold({ organizationId, content }: UnreadableEvent): Promise<void> {
    const place = this.genuine.placeIn(content, organizationId);
    if (place === null) {
      this.logger.error({ organizationId }, 'an active set is not of token-admin, and changes nothing');
      await this.store.withholdUnproven(organizationId);
      return;
    }
    this.logger.error({ organizationId, ...place }, 'an active set cannot be read: checks are unavailable');
    await this.store.withhold(organizationId, { ...place, version: place.version - 1 });
  }
}
