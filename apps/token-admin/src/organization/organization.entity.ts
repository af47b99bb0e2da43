import type { PolicyMode } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Its row is what every change of the organization locks, so that commit order is version order. */
@Entity('organizations')
export class OrganizationEntity {
  @PrimaryColumn('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;

  @Column('integer')
  version!: number;

  @Column('text', { name: 'policy_mode' })
  policyMode!: PolicyMode;

  @Column('timestamptz', { name: 'policy_effective_from', nullable: true })
  policyEffectiveFrom!: Date | null;

  @Column('integer', { name: 'policy_version' })
  policyVersion!: number;

  /** A device counts as active if it was seen within so many days. */
  @Column('integer', { name: 'active_days', default: 14 })
  activeDays!: number;

  @Column('integer', { name: 'rotate_every_days', nullable: true })
  rotateEveryDays!: number | null;

  @Column('double precision', { name: 'rotate_when_share', default: 0.98 })
  rotateWhenShare!: number;

  /** The end of the audit chain: without it, cutting off the newest rows would go unnoticed. */
  @Column('integer', { name: 'audit_sequence' })
  auditSequence!: number;

  @Column('text', { name: 'audit_hash' })
  auditHash!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** Null until the organization has its first one: rows of versions that knew of none. */
  @Column('uuid', { nullable: true })
  lineage!: string | null;

  /** When this version of the active set came to be: which revoked tokens it names depends on that, and on nothing later. */
  @Column('timestamptz', { name: 'active_set_at', nullable: true })
  activeSetAt!: Date | null;

  @Column('text', { name: 'active_set_mac', nullable: true })
  activeSetMac!: string | null;

  @Column('text', { name: 'active_set_mac_key_id', nullable: true })
  activeSetMacKeyId!: string | null;

  /** Where and by which transaction the row was written; only written here, see standing.ts. */
  @Column('text', { nullable: true, select: false })
  history?: string | null;

  @Column('bigint', { name: 'written_by', nullable: true, select: false })
  writtenBy?: string | null;

  /**
   * Known of a locked row only: whether it stands in the history in which it was written, so that its lineage goes on. If
   * not, a new lineage begins before anything of it is published.
   */
  settled!: boolean;
}
