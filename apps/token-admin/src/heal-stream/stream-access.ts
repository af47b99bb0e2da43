import { activeSetSchema, organizationIdSchema, type ActiveSet } from '@mdm-gate/contracts';
import type { EventStreamReader, NatsLink, StreamKeeper } from '@mdm-gate/messaging';
import { z } from 'zod';

const snapshotSchema = z.object({ organizationId: organizationIdSchema, activeSet: activeSetSchema });

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

  /**
   * The newest active set of each organization. What is no such event is passed over. A stream that was deleted is
   * made anew, and holds nothing. Throws `dependency-unavailable`.
   */
  async newestSets(): Promise<ReadonlyMap<string, ActiveSet>> {
    await this.keeper.ensure(this.link.requireConnection());
    const newest = new Map<string, ActiveSet>();
    for await (const { event } of this.reader.lastPerSubject('tokens')) {
      const snapshot = snapshotSchema.safeParse(event);
      if (!snapshot.success) continue;
      const { organizationId, activeSet } = snapshot.data;
      if (activeSet.version > (newest.get(organizationId)?.version ?? 0))
        newest.set(organizationId, activeSet);
    }
    return newest;
  }
}
