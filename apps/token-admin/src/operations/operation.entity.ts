import type { Actor, ErrorCode, OperationState } from '@mdm-gate/contracts';
import type { Sealed } from '@mdm-gate/encryption';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AuditContent } from '../audit/audit-row.ts';

/** An act that has an effect outside of its transaction: begun with its intent, ended with its outcome. */
@Entity('operations')
export class OperationEntity {
  @PrimaryColumn('uuid', { name: 'operation_id' })
  operationId!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  action!: string;

  @Column('text', { name: 'subject_id', nullable: true })
  subjectId!: string | null;

  @Column('jsonb')
  actor!: Actor;

  @Column('text', { name: 'correlation_id' })
  correlationId!: string;

  @Column('text', { name: 'source_address', nullable: true })
  sourceAddress!: string | null;

  @Column('text')
  state!: OperationState;

  @Column('text', { name: 'failure_code', nullable: true })
  failureCode!: ErrorCode | null;

  /** The version that is to take effect; null when the act is another service's. */
  @Column('integer', { name: 'active_set_version', nullable: true })
  activeSetVersion!: number | null;

  /** What the audit row of the outcome says that the subject was like. */
  @Column('jsonb', { nullable: true })
  before!: AuditContent | null;

  /** What is asked of the other service, until it is known to have done it. It may hold credentials. */
  @Column('jsonb', { name: 'sealed_request', nullable: true })
  sealedRequest!: Sealed | null;

  /** What the other service answered, unless that is a secret. */
  @Column('jsonb', { nullable: true })
  reply!: object | null;

  @Column('integer')
  attempts!: number;

  /** From then on any replica may take over. */
  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}
