import { IsNull, type DataSource, type EntityManager } from 'typeorm';
import type { OutboxEvent } from './outbox-event.ts';
import { OutboxMessage } from './outbox-message.ts';

/** What the relay needs of the event publisher: resolves once the stream has stored the event. */
export interface PublishesEvents {
  publish(event: OutboxEvent, options?: { readonly traceparent?: string | undefined }): Promise<void>;
}

/** `claimed-elsewhere`: another relay is publishing this organization's messages right now. */
export type Outcome =
  'all-published' | 'more-to-publish' | 'claimed-elsewhere' | { readonly failed: unknown };

const batchSize = 100;

/**
 * A relay that hangs while it holds the claim (paused, swapped out) loses it after this time, with its session: above
 * the five seconds that a publication may take. When it wakes up, marking fails and it stops.
 */
const claimIdleTimeoutMs = 15_000;

/**
 * Publishes an organization's oldest messages one after the other. Only the relay that holds the claim does, so that
 * the order is kept; the claim ends with the transaction, and so with the process. A message is marked after the
 * stream's acknowledgement: after a crash in between it is published again under the same `Nats-Msg-Id`.
 */
export const publishOrganization = (
  dataSource: DataSource,
  publisher: PublishesEvents,
  organizationId: string,
): Promise<Outcome> =>
  dataSource.transaction(async (manager) => {
    if (!(await claim(manager, organizationId))) return 'claimed-elsewhere';
    const messages = await manager.find(OutboxMessage, {
      where: { organizationId, publishedAt: IsNull() },
      order: { position: 'ASC' },
      take: batchSize,
    });
    for (const message of messages) {
      const failed = await failureOf(
        publisher.publish(message.event, { traceparent: message.traceparent ?? undefined }),
      );
      if (failed !== null) return failed;
      await manager.update(OutboxMessage, message.id, { publishedAt: () => 'clock_timestamp()' });
    }
    return messages.length < batchSize ? 'all-published' : 'more-to-publish';
  });

const claim = async (manager: EntityManager, organizationId: string): Promise<boolean> => {
  const { tablePath } = manager.dataSource.getMetadata(OutboxMessage);
  const [row] = await manager.query<{ claimed: boolean }[]>(
    `SELECT set_config('idle_in_transaction_session_timeout', $1, true),
            pg_try_advisory_xact_lock(hashtextextended($2, 0)) AS claimed`,
    [String(claimIdleTimeoutMs), `${tablePath} ${organizationId}`],
  );
  return row?.claimed === true;
};

/** A value, not an error: what was published before it stays marked, because the transaction commits. */
const failureOf = async (publication: Promise<void>): Promise<{ readonly failed: unknown } | null> => {
  try {
    await publication;
    return null;
  } catch (failed) {
    return { failed };
  }
};
