import type { EventStreamReader } from '@mdm-gate/messaging';
import type { Logger } from '@mdm-gate/service-kit';
import type { ActiveSetStore, Filling, Place, SetOfOrganization } from './active-set-store.ts';
import { BoundedWrites } from './bounded-writes.ts';
import { bindingIn, noteBinding } from '../device-bindings/binding-records.ts';
import { markOf } from '../device-bindings/bindings-mark.ts';
import type { GenuineSets } from './genuine-sets.ts';
import { nowhere, placeOf, positionOf } from './place.ts';
import type { SeenSets } from './seen-sets.ts';

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

/** Fills the store from the stream alone: the last event of each organization and type carries its whole active set. */
export class Rebuild {
  readonly #store: ActiveSetStore;
  readonly #reader: EventStreamReader;
  readonly #genuine: GenuineSets;
  readonly #seen: SeenSets;
  readonly #logger: Logger;

  constructor(from: {
    readonly store: ActiveSetStore;
    readonly reader: EventStreamReader;
    readonly genuine: GenuineSets;
    readonly seen: SeenSets;
    readonly logger: Logger;
  }) {
    this.#store = from.store;
    this.#reader = from.reader;
    this.#genuine = from.genuine;
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
    for (const [organizationId, position] of copied.positions) this.#seen.see(organizationId, position);
    return { outcome: filled ? 'filled' : 'emptied', organizations: copied.positions.size, withheld };
  }

  async #copyActiveSets(filling: Filling): Promise<Copied> {
    const positions = new Map<string, string>();
    const unreadable = new Set<string>();
    const waiting = new Map<string, SetOfOrganization>();
    const writes = new BoundedWrites(piecesOnTheWay);
    for await (const { subject, event } of this.#reader.lastPerSubject('tokens')) {
      const organizationId = organizationIn(subject);
      const activeSet = this.#genuine.in(event, organizationId);
      if (activeSet === null) unreadable.add(organizationId);
      else if (positionOf(activeSet) > (positions.get(organizationId) ?? '')) {
        positions.set(organizationId, positionOf(activeSet));
        unreadable.delete(organizationId);
        waiting.set(organizationId, { organizationId, activeSet });
        if (waiting.size < setsAtOnce) continue;
        await writes.add(filling.applyAll([...waiting.values()]));
        waiting.clear();
      }
    }
    await filling.applyAll([...waiting.values()]);
    await writes.done();
    return { positions, unreadable };
  }

  /** A record that cannot be read was not written by a verifier: it binds nobody. */
  async #copyBindings(filling: Filling): Promise<void> {
    const mark = markOf(await this.#reader.state('bindings'));
    const writes = new BoundedWrites(writesOnTheWay);
    for await (const { subject, sequence, event } of this.#reader.lastPerSubject('bindings')) {
      const binding = bindingIn(event);
      if (binding === null) this.#logger.error({ subject }, 'a record of a device binding cannot be read');
      else if (binding !== 'nobody') await writes.add(noteBinding(filling, binding, sequence));
    }
    await writes.done();
    await filling.noteBindingsMark(mark);
  }

  /**
   * An event that cannot be read, or is not token-admin's, may stand where the one was that revoked a token; and a stream
   * that lacks what was in force before has gone backwards. Until token-admin publishes something newer, the checks of
   * those organizations are unavailable.
   */
  async #withhold(filling: Filling, { positions, unreadable }: Copied): Promise<number> {
    const from = new Map(this.#seen.newerThan(positions).map(([id, position]) => [id, before(position)]));
    for (const id of unreadable) {
      const copied = positions.get(id);
      const position = positionOf(copied === undefined ? nowhere : placeOf(copied));
      if (position > positionOf(from.get(id) ?? nowhere) || !from.has(id)) from.set(id, placeOf(position));
    }
    const writes = new BoundedWrites(writesOnTheWay);
    for (const [organizationId, place] of from) {
      this.#logger.error(
        { organizationId },
        'the stream lacks the newest active set: checks are unavailable',
      );
      await writes.add(filling.withhold(organizationId, place));
    }
    await writes.done();
    return from.size;
  }
}

/** The place that only the set at that position, or a newer one, is behind. */
const before = (position: string): Place => {
  const { lineage, version } = placeOf(position);
  return { lineage, version: version - 1 };
};

/** What the stream gave, and of which organizations it holds something newer that is not to be believed. */
interface Copied {
  readonly positions: ReadonlyMap<string, string>;
  readonly unreadable: ReadonlySet<string>;
}

/** `mdm.tokens.<organizationId>.<type>` */
const organizationIn = (subject: string): string =>
  subject.slice('mdm.tokens.'.length, subject.lastIndexOf('.'));
