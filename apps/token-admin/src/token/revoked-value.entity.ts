import type { Sealed } from '@mdm-gate/encryption';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RevokedValue } from './token.ts';

@Entity('revoked_values')
export class RevokedValueEntity implements RevokedValue {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'token_id' })
  tokenId!: string;

  @Column('jsonb', { name: 'sealed_value' })
  sealedValue!: Sealed;

  @Column('text')
  digest!: string;

  @Column('text', { name: 'digest_key_id' })
  digestKeyId!: string;

  @Column('uuid', { name: 'connection_id', nullable: true })
  connectionId!: string | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'revoked_at' })
  revokedAt!: Date;
}
