import { activeSetSchema, organizationIdSchema, type ActiveSet } from '@mdm-gate/contracts';
import type { EventStreamReader, NatsLink, StreamKeeper } from '@mdm-gate/messaging';
import { z } from 'zod';

const snapshotSchema = z.object({ organizationId: organizationIdSchema, activeSet: activeSetSchema });

/** What the stream tells of active sets. */
export interface StreamCopy {
  /** The newest one of each organization. */
  readonly newest: ReadonlyMap<string, ActiveSet>;
  /** Organizations whose newest event cannot be read: nobody can know from the stream what is in force. */
  readonly unreadable: ReadonlySet<string>;
}

/** What the stream of active sets holds. */
export class StreamAccess {
  constructor(
    private readonly reader: EventStreamReader,
    private readonly link: NatsLink,
    private readonly keeper: StreamKeeper,
  ) {}

  /** Called with every connection to NATS there will be, at once if there is one. */
  onConnected(listener: () => void): void {
    this.link.onConnected(listener);
  }

  /** A stream that was deleted is made anew, and holds nothing. Throws `dependency-unavailable`. */
  async read(): Promise<StreamCopy> {
    await this.keeper.ensure(this.link.requireConnection());
    const newest = new Map<string, ActiveSet>();
    const unreadable = new Set<string>();
    // Oldest first, so that a set that can be read takes back what stands before it.
    for await (const { subject, event } of this.reader.lastPerSubject('tokens')) {
      const organizationId = organizationIn(subject);
      const snapshot = snapshotSchema.safeParse(event);
      if (!snapshot.success || snapshot.data.organizationId !== organizationId) {
        unreadable.add(organizationId);
        continue;
      }
      const { activeSet } = snapshot.data;
      if (activeSet.version <= (newest.get(organizationId)?.version ?? 0)) continue;
      newest.set(organizationId, activeSet);
      unreadable.delete(organizationId);
    }
    return { newest, unreadable };
  }
}

/** `mdm.tokens.<organizationId>.<type>` */
const organizationIn = (subject: string): string => subject.split('.')[2] ?? '';
