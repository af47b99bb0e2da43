import { z } from 'zod';
import { activeSetSchema, organizationIdSchema, type ActiveSet } from '@mdm-gate/contracts';
import type { EventStreamReader } from '@mdm-gate/messaging';
import type { Logger } from '@mdm-gate/service-kit';
import type { ActiveSetStore, Filling } from './active-set-store.ts';
import type { SeenVersions } from './seen-versions.ts';

/** `emptied`: the store was emptied again meanwhile. `behind`: the stream lacks sets that were in force before. */
export type RebuildOutcome =
  | { readonly outcome: 'filled'; readonly organizations: number }
  | { readonly outcome: 'emptied' }
  | { readonly outcome: 'behind'; readonly organizations: number };

/** So many sets are on their way to the store at once. */
const onTheWayMax = 512;

/** All that a rebuild needs of an event: the rest differs by type. */
const snapshotSchema = z.object({ organizationId: organizationIdSchema, activeSet: activeSetSchema });

/** Fills the store from the stream alone: the last event of each organization and type carries its whole active set. */
export class Rebuild {
  readonly #store: ActiveSetStore;
  readonly #reader: EventStreamReader;
  readonly #seen: SeenVersions;
  readonly #logger: Logger;

  constructor(from: {
    readonly store: ActiveSetStore;
    readonly reader: EventStreamReader;
    readonly seen: SeenVersions;
    readonly logger: Logger;
  }) {
    this.#store = from.store;
    this.#reader = from.reader;
    this.#seen = from.seen;
    this.#logger = from.logger;
  }

  /** Throws `dependency-unavailable` when the store or the stream breaks off. */
  async run(): Promise<RebuildOutcome> {
    const filling = await this.#store.startFilling();
    const versions = await this.#copyTo(filling);
    const missing = this.#seen.missingFrom(versions);
    if (missing > 0) return { outcome: 'behind', organizations: missing };
    if (!(await filling.complete())) return { outcome: 'emptied' };
    for (const [organizationId, version] of versions) this.#seen.see(organizationId, version);
    return { outcome: 'filled', organizations: versions.size };
  }

  async #copyTo(filling: Filling): Promise<ReadonlyMap<string, number>> {
    const versions = new Map<string, number>();
    const unreadable = new Set<string>();
    let onTheWay: Promise<void>[] = [];
    for await (const { subject, event } of this.#reader.lastPerSubject('tokens')) {
      const organizationId = organizationIn(subject);
      const activeSet = snapshotIn(event, organizationId);
      if (activeSet === null) unreadable.add(organizationId);
      else if (activeSet.version > (versions.get(organizationId) ?? 0)) {
        versions.set(organizationId, activeSet.version);
        onTheWay.push(filling.apply(organizationId, activeSet));
      }
      if (onTheWay.length < onTheWayMax) continue;
      await Promise.all(onTheWay);
      onTheWay = [];
    }
    await Promise.all(onTheWay);
    await this.#withhold(filling, unreadable, versions);
    return versions;
  }

  /** An event that cannot be read may have been the one that revoked a token. */
  async #withhold(
    filling: Filling,
    organizationIds: ReadonlySet<string>,
    versions: ReadonlyMap<string, number>,
  ): Promise<void> {
    for (const organizationId of organizationIds) {
      this.#logger.error({ organizationId }, 'an event in the stream cannot be read: checks are unavailable');
      await filling.withhold(organizationId, versions.get(organizationId) ?? 0);
    }
  }
}

/** `mdm.tokens.<organizationId>.<type>` */
const organizationIn = (subject: string): string => subject.split('.')[2] ?? '';

const snapshotIn = (event: unknown, organizationId: string): ActiveSet | null => {
  const snapshot = snapshotSchema.safeParse(event);
  return snapshot.success && snapshot.data.organizationId === organizationId ? snapshot.data.activeSet : null;
};
