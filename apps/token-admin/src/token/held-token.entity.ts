import type { Platform } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last that was read back, per connection and platform; a null token when the MDM held none of ours. */
@Entity('held_tokens')
export class HeldTokenEntity {
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
