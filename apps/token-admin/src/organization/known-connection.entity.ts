import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * That mdm-push has, or had, this MDM connection. A removed one stays as such, and ids are never used again, so
 * "added" and "removed" may be learnt in any order and any number of times.
 */
@Entity('known_connections')
export class KnownConnectionEntity {
  @PrimaryColumn('text', { name: 'organization_id' })
  organizationId!: string;

  @PrimaryColumn('uuid', { name: 'connection_id' })
  connectionId!: string;

  @Column('boolean')
  removed!: boolean;
}
