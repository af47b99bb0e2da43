import type { Sealed } from '@mdm-gate/encryption';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One sign-in to the console. What the browser holds is not stored, only its digest. */
@Entity('console_sessions')
export class ConsoleSessionEntity {
  @PrimaryColumn('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('text', { name: 'secret_hash' })
  secretHash!: string;

  @Column('text')
  subject!: string;

  @Column('text', { nullable: true })
  name!: string | null;

  /** The issuer's tokens, see `SessionTokens`. */
  @Column('jsonb', { name: 'sealed_tokens' })
  sealedTokens!: Sealed;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt!: Date;

  @Column('timestamptz', { name: 'idle_until' })
  idleUntil!: Date;

  @Column('timestamptz', { name: 'ends_at' })
  endsAt!: Date;

  @Column('text', { name: 'source_address', nullable: true })
  sourceAddress!: string | null;

  @Column('text', { name: 'user_agent', nullable: true })
  userAgent!: string | null;
}
