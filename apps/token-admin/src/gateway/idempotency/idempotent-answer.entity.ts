import type { Sealed } from '@mdm-gate/encryption';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A POST that came with an `Idempotency-Key`. The answer is sealed: it may hold a token's value. */
@Entity('idempotent_answers')
export class IdempotentAnswerEntity {
  @PrimaryColumn('text', { name: 'caller_id' })
  callerId!: string;

  @PrimaryColumn('text')
  key!: string;

  /** Keyed, because the request may hold a token's value. */
  @Column('text', { name: 'request_digest' })
  requestDigest!: string;

  @Column('text', { name: 'digest_key_id' })
  digestKeyId!: string;

  /** Every try of the request works under this id, so that what one try has done the next one finds done. */
  @Column('uuid', { name: 'operation_id' })
  operationId!: string;

  @Column('jsonb', { name: 'sealed_answer', nullable: true })
  sealedAnswer!: Sealed | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;
}
