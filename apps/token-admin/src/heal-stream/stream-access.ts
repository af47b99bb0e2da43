import { activeSetIdentity, activeSetPosition } from '@mdm-gate/contracts';
import type { ActiveSetMac } from '@mdm-gate/encryption';
import {
  markAfter,
  type EventStreamReader,
  type NatsLink,
  type ReadEvent,
  type StreamKeeper,
  type StreamMark,
} from '@mdm-gate/messaging';
import { z } from 'zod';
import { nothingInStream, type StreamCopy } from './copies.ts';

const eventSchema = z.object({ organizationId: z.string(), activeSet: z.unknown() });
const identitySchema = z.object({ ...activeSetIdentity, forgotten: z.literal(true).optional() });
const claimSchema = z.object({ activeSet: z.object({ lineage: activeSetIdentity.lineage }) });

export interface StreamReading {
  readonly copies: ReadonlyMap<string, StreamCopy>;
  readonly mark: StreamMark;
}

/** What the stream of active sets holds. */
export class StreamAccess {
  constructor(
    private readonly reader: EventStreamReader,
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
    private readonly macs: ActiveSetMac,
  ) {}

  /** Called with every connection to NATS there will be, at once if there is one. */
  onConnected(listener: () => void): void {
    this.link.onConnected(listener);
  }

  /** Of one organization. Throws `dependency-unavailable`. */
  async of(organizationId: string): Promise<StreamCopy> {
    const { copies } = await this.#collect(this.reader.lastPerSubject('tokens', { organizationId }));
    return copies.get(organizationId) ?? nothingInStream;
  }

  /** Of all organizations. A stream that was deleted is made anew, and holds nothing. Throws `dependency-unavailable`. */
  async readAll(): Promise<StreamReading> {
    await this.keeper.ensure(this.link.requireConnection());
    const state = await this.reader.state('tokens');
    const { copies, last } = await this.#collect(this.reader.lastPerSubject('tokens'));
    return { copies, mark: markAfter(state, last) };
  }

  /**
   * What came since: null when the stream is not the one that was read, or has lost some of it, so that all of it must be
   * read. Throws `dependency-unavailable`.
   */
  async readSince(mark: StreamMark): Promise<StreamReading | null> {
    await this.keeper.ensure(this.link.requireConnection());
    if (mark.last === null || !(await this.reader.goesOn('tokens', mark))) return null;
    const state = await this.reader.state('tokens');
    if (state.lastSequence === mark.last.sequence)
      return { copies: new Map(), mark: markAfter(state, mark.last) };
    const { copies, last } = await this.#collect(this.reader.since('tokens', mark.last.sequence + 1));
    return { copies, mark: markAfter(state, last ?? mark.last) };
  }

  /**
   * Oldest first, so that a set of ours takes back what stands before it. Only the last message of a subject counts, as for
   * everybody who fills a copy: an older set that somebody published once more hides the newest one.
   */
  async #collect(
    events: AsyncIterable<ReadEvent>,
  ): Promise<{ readonly copies: Map<string, StreamCopy>; readonly last: StreamMark['last'] }> {
    const bySubject = new Map<string, StreamCopy>();
    let last: StreamMark['last'] = null;
    for await (const { event, ...message } of events) {
      last = message;
      bySubject.delete(message.subject);
      bySubject.set(message.subject, this.#copyOf(organizationIn(message.subject), event));
    }
    const copies = new Map<string, StreamCopy>();
    for (const [subject, later] of bySubject) {
      const organizationId = organizationIn(subject);
      copies.set(organizationId, followedBy(copies.get(organizationId) ?? nothingInStream, later));
    }
    return { copies, last };
  }

  #copyOf(organizationId: string, event: unknown): StreamCopy {
    const newest = this.#identityIn(event, organizationId);
    return newest === null
      ? { newest, doubtful: true, claimed: claimedBy(event) }
      : { newest, doubtful: false, claimed: [] };
  }

  #identityIn(event: unknown, organizationId: string): StreamCopy['newest'] {
    const read = eventSchema.safeParse(event);
    if (!read.success || read.data.organizationId !== organizationId) return null;
    const { activeSet } = read.data;
    if (!this.macs.isGenuine(organizationId, activeSet)) return null;
    const { forgotten, ...identity } = identitySchema.parse(activeSet);
    return { ...identity, forgotten: forgotten === true };
  }
}

const followedBy = (copy: StreamCopy, { newest, claimed }: StreamCopy): StreamCopy => {
  if (newest === null) return { ...copy, doubtful: true, claimed: [...copy.claimed, ...claimed] };
  if (copy.newest !== null && activeSetPosition(newest) <= activeSetPosition(copy.newest)) return copy;
  return { ...copy, newest, doubtful: false };
};

const claimedBy = (event: unknown): readonly string[] => {
  const claim = claimSchema.safeParse(event);
  return claim.success ? [claim.data.activeSet.lineage] : [];
};

/** `mdm.tokens.<organizationId>.<type>` */
const organizationIn = (subject: string): string => subject.split('.')[2] ?? '';
