import { z } from 'zod';
import {
  activeSetSchema,
  bindingRecordSchema,
  organizationIdSchema,
  type ActiveSet,
} from '@mdm-gate/contracts';
import type { EventStreamReader } from '@mdm-gate/messaging';
import type { Logger } from '@mdm-gate/service-kit';
import type { ActiveSetStore, Filling, SetOfOrganization } from './active-set-store.ts';
import { BoundedWrites } from './bounded-writes.ts';
import { noteBindingRecord } from '../device-bindings/note-binding-record.ts';
import type { SeenVersions } from './seen-versions.ts';

/** `emptied`: the store was emptied again meanwhile. `withheld`: organizations whose newest set the stream could not give. */
export interface RebuildOutcome {
  readonly outcome: 'filled' | 'emptied';
  readonly organizations: number;
  readonly withheld: number;
}

/** So many sets are sent to the store as one piece: small enough to be garbage while it is young, which costs memory least. */
const setsAtOnce = 64;
/** While Redis takes some pieces, the next one is read from the stream. */
const piecesOnTheWay = 3;
const writesOnTheWay = 512;

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
    const copied = await this.#copyActiveSets(filling);
    await this.#copyBindings(filling);
    const withheld = await this.#withhold(filling, copied);
    const filled = await filling.complete();
    for (const [organizationId, version] of copied.versions) this.#seen.see(organizationId, version);
    return { outcome: filled ? 'filled' : 'emptied', organizations: copied.versions.size, withheld };
  }

  async #copyActiveSets(filling: Filling): Promise<Copied> {
    const versions = new Map<string, number>();
    const unreadable = new Set<string>();
    const waiting = new Map<string, SetOfOrganization>();
    const writes = new BoundedWrites(piecesOnTheWay);
    for await (const { subject, event } of this.#reader.lastPerSubject('tokens')) {
      const organizationId = organizationIn(subject);
      const activeSet = snapshotIn(event, organizationId);
      if (activeSet === null) unreadable.add(organizationId);
      else if (activeSet.version > (versions.get(organizationId) ?? 0)) {
        versions.set(organizationId, activeSet.version);
        unreadable.delete(organizationId);
        waiting.set(organizationId, { organizationId, activeSet });
        if (waiting.size < setsAtOnce) continue;
        await writes.add(filling.applyAll([...waiting.values()]));
        waiting.clear();
      }
    }
    await filling.applyAll([...waiting.values()]);
    await writes.done();
    return { versions, unreadable };
  }

  /** A record that cannot be read was not written by a verifier: it binds nobody. */
  async #copyBindings(filling: Filling): Promise<void> {
    const writes = new BoundedWrites(writesOnTheWay);
    for await (const { subject, event } of this.#reader.lastPerSubject('bindings')) {
      const record = bindingRecordSchema.safeParse(event);
      if (record.success) await writes.add(noteBindingRecord(filling, record.data));
      else this.#logger.error({ subject }, 'a record of a device binding cannot be read');
    }
    await writes.done();
  }

  /**
   * An event that cannot be read may have been the one that revoked a token; and a stream that lacks what was in force
   * before has gone backwards. Until token-admin publishes something newer, the checks of those organizations are unavailable.
   */
  async #withhold(filling: Filling, { versions, unreadable }: Copied): Promise<number> {
    const from = new Map(this.#seen.newerThan(versions).map(([id, version]) => [id, version - 1]));
    for (const id of unreadable) from.set(id, Math.max(from.get(id) ?? 0, versions.get(id) ?? 0));
    const writes = new BoundedWrites(writesOnTheWay);
    for (const [organizationId, version] of from) {
      this.#logger.error(
        { organizationId },
        'the stream lacks the newest active set: checks are unavailable',
      );
      await writes.add(filling.withhold(organizationId, version));
    }
    await writes.done();
    return from.size;
  }
}

/** What the stream gave, and of which organizations it holds something newer that cannot be read. */
interface Copied {
  readonly versions: ReadonlyMap<string, number>;
  readonly unreadable: ReadonlySet<string>;
}

/** `mdm.tokens.<organizationId>.<type>` */
const organizationIn = (subject: string): string =>
  subject.slice('mdm.tokens.'.length, subject.lastIndexOf('.'));

const snapshotIn = (event: unknown, organizationId: string): ActiveSet | null => {
  const snapshot = snapshotSchema.safeParse(event);
  return snapshot.success && snapshot.data.organizationId === organizationId ? snapshot.data.activeSet : null;
};
