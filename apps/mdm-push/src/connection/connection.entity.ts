import type { ConnectionReadiness, MdmApps, MdmConnection, MdmVendor } from '@mdm-gate/contracts';
import type { Sealed } from '@mdm-gate/encryption';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('connections')
export class ConnectionEntity {
  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('text')
  name!: string;

  @Column('text')
  vendor!: MdmVendor;

  @Column('jsonb')
  settings!: MdmConnection['settings'];

  @Column('jsonb', { name: 'sealed_credentials' })
  sealedCredentials!: Sealed;

  @Column('jsonb')
  apps!: MdmApps;

  @Column('text', { name: 'configuration_key' })
  configurationKey!: string;

  @Column('integer')
  version!: number;

  /** As of the last look. */
  @Column('jsonb', { nullable: true })
  readiness!: ConnectionReadiness | null;

  /** Of which version the MDM refused the credentials, and what it is told as. */
  @Column('jsonb', { name: 'refused_credentials', nullable: true })
  refusedCredentials!: { readonly version: number; readonly detail: string } | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}
