import type { TokenState } from '@mdm-gate/contracts';
import type { Sealed } from '@mdm-gate/encryption';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RevocationReason, Token } from './token.ts';

@Entity('mdm_tokens')
export class TokenEntity implements Token {
  @PrimaryColumn('uuid', { name: 'token_id' })
  tokenId!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  label!: string;

  @Column('text')
  origin!: 'generated' | 'manual';

  @Column('text')
  state!: TokenState;

  @Column('jsonb', { name: 'sealed_value' })
  sealedValue!: Sealed;

  @Column('text')
  digest!: string;

  @Column('text', { name: 'digest_key_id' })
  digestKeyId!: string;

  @Column('text')
  fingerprint!: string;

  @Column('boolean')
  weak!: boolean;

  @Column('uuid', { name: 'connection_id', nullable: true })
  connectionId!: string | null;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt!: Date | null;

  @Column('text', { name: 'revoked_because', nullable: true })
  revokedBecause!: RevocationReason | null;

  @Column('integer')
  version!: number;
}
