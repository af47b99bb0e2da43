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

  /** The end of the audit chain: without it, cutting off the newest rows would go unnoticed. */
  @Column('integer', { name: 'audit_sequence' })
  auditSequence!: number;

  @Column('text', { name: 'audit_hash' })
  auditHash!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
