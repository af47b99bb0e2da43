import type { DataSource } from 'typeorm';
import { OutboxMessage } from './outbox-message.ts';

/** Published messages are kept for a day, for operators to look at. */
export const prunePublished = async (dataSource: DataSource): Promise<void> => {
  await dataSource
    .createQueryBuilder()
    .delete()
    .from(OutboxMessage)
    .where(`published_at < now() - interval '1 day'`)
    .execute();
};
