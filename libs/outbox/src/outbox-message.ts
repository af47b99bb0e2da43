import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OutboxEvent } from './outbox-event.ts';

/** An event that is on its way to the stream. The table stands in the service's own schema; see `createOutboxTable`. */
@Entity('outbox')
export class OutboxMessage {
  /** The event's id, and the `Nats-Msg-Id` that it is published under. */
  @PrimaryColumn('uuid')
  id!: string;

  /** The order of publication within an organization. Given by the database. */
  @Column({ type: 'bigint', insert: false, update: false })
  position!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  type!: string;

  @Column('jsonb')
  event!: OutboxEvent;

  /** W3C trace context of the change, if it is recorded: the publication belongs to it. */
  @Column('text', { nullable: true })
  traceparent!: string | null;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false, update: false })
  createdAt!: Date;

  /** When the stream acknowledged it; null until then. */
  @Column('timestamptz', { name: 'published_at', nullable: true })
  publishedAt!: Date | null;
}
