import type { Platform } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { HeldToken } from './token.ts';

@Entity('held_tokens')
export class HeldTokenEntity implements HeldToken {
  @PrimaryColumn('text', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId!: string;

  @PrimaryColumn('text')
  platform!: Platform;

  @Column('uuid', { name: 'token_id', nullable: true })
  tokenId!: string | null;

  @Column('timestamptz')
  since!: Date;
}
