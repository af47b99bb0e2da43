import type { ActiveSetToken } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of a token here: never its value. */
export type KnownToken = Pick<
  ActiveSetToken,
  'tokenId' | 'state' | 'digest' | 'connectionId' | 'notAfter' | 'createdAt'
>;

/** The newest active set that was heard of. Its row is what every change of the organization locks. */
@Entity('organizations')
export class OrganizationEntity {
  @PrimaryColumn('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid')
  lineage!: string;

  @Column('integer', { name: 'active_set_version' })
  activeSetVersion!: number;

  @Column('jsonb')
  tokens!: KnownToken[];

  /** When the next active token stops matching by itself, and another one becomes wanted. */
  @Column('timestamptz', { name: 'next_expiry_at', nullable: true })
  nextExpiryAt!: Date | null;

  /** Of the request that led to this active set. */
  @Column('text', { name: 'correlation_id' })
  correlationId!: string;

  /** W3C trace context of that request, if it is recorded: deliveries belong to it. */
  @Column('text', { nullable: true })
  traceparent!: string | null;
}
