import type { DataSource } from 'typeorm';
import { OutboxMessage } from './outbox-message.ts';

export interface Unpublished {
  readonly organizationId: string;
  readonly messages: number;
  readonly oldestSeconds: number;
}

/** The organizations that have unpublished messages, the one that waits longest first. Ages by the database's clock. */
export const findUnpublished = async (dataSource: DataSource): Promise<readonly Unpublished[]> => {
  const path = dataSource.getMetadata(OutboxMessage).tablePath.split('.');
  const table = path.map((part) => dataSource.driver.escape(part)).join('.');
  return dataSource.query<Unpublished[]>(
    `SELECT organization_id AS "organizationId", count(*)::int AS messages,
       extract(epoch FROM now() - min(created_at))::float AS "oldestSeconds"
     FROM ${table} WHERE published_at IS NULL
     GROUP BY organization_id ORDER BY min(position)`,
  );
};

export const hasUnpublished = (dataSource: DataSource, organizationId: string): Promise<boolean> =>
  dataSource
    .createQueryBuilder(OutboxMessage, 'message')
    .where('message.publishedAt IS NULL AND message.organizationId = :organizationId', { organizationId })
    .getExists();
