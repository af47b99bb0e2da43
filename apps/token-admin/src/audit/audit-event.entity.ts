import type { Actor } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AuditContent, AuditOutcome, AuditRow } from './audit-row.ts';

@Entity('audit_events')
export class AuditEventEntity implements AuditRow {
  @PrimaryColumn('text', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('integer')
  sequence!: number;

  @Column('timestamptz', { name: 'occurred_at' })
  occurredAt!: Date;

  @Column('jsonb')
  actor!: Actor;

  @Column('text')
  action!: string;

  @Column('text')
  outcome!: AuditOutcome;

  @Column('text', { name: 'subject_id', nullable: true })
  subjectId!: string | null;

  @Column('text', { name: 'operation_id' })
  operationId!: string;

  @Column('text', { name: 'correlation_id' })
  correlationId!: string;

  @Column('text', { name: 'source_address', nullable: true })
  sourceAddress!: string | null;

  @Column('jsonb', { nullable: true })
  before!: AuditContent | null;

  @Column('jsonb', { nullable: true })
  after!: AuditContent | null;

  @Column('text', { name: 'key_id', nullable: true })
  keyId!: string | null;

  @Column('text')
  hash!: string;
}
