import type { Delivery, DeliveryCounts, DeliveryState, Platform } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One delivery as it is shown; the columns that only the reconciler uses stand in its statements. */
@Entity('deliveries')
export class DeliveryEntity {
  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId!: string;

  @PrimaryColumn('text')
  platform!: Platform;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  state!: DeliveryState;

  @Column('uuid', { name: 'wanted_token_id', nullable: true })
  wantedTokenId!: string | null;

  @Column('uuid', { name: 'held_token_id', nullable: true })
  heldTokenId!: string | null;

  @Column('text', { nullable: true })
  evidence!: 'read-back' | 'confirmed' | 'presented' | null;

  @Column('integer')
  attempts!: number;

  @Column('jsonb', { name: 'last_error', nullable: true })
  lastError!: Delivery['lastError'];

  @Column('jsonb', { nullable: true })
  counts!: DeliveryCounts | null;

  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  nextAttemptAt!: Date | null;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}
