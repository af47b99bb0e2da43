import type { DataSource } from 'typeorm';
import { OutboxMessage } from './outbox-message.ts';

export interface Unpublished {
  readonly organizationId: string;
  readonly messages: number;
  readonly oldestSeconds: number;
}

/** The organizations that have unpublished messages, the one that waits longest first. Ages by the database's clock. */
export const findUnpublished = async (dataSource: DataSource): Promise<readonly Unpublished[]> => {
  const rows = await dataSource
    .createQueryBuilder(OutboxMessage, 'message')
    .select('message.organizationId', 'organizationId')
    .addSelect('count(*)::int', 'messages')
    .addSelect('extract(epoch FROM now() - min(message.createdAt))::float', 'oldestSeconds')
    .where('message.publishedAt IS NULL')
    .groupBy('message.organizationId')
    .orderBy('min(message.position)')
    .getRawMany<Unpublished>();
  return rows;
};

export const hasUnpublished = (dataSource: DataSource, organizationId: string): Promise<boolean> =>
  dataSource
    .createQueryBuilder(OutboxMessage, 'message')
    .where('message.publishedAt IS NULL AND message.organizationId = :organizationId', { organizationId })
    .getExists();
