import type { Advance, HeldReason, RotationState } from '@mdm-gate/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type OpenState = 'delivering' | 'adopting' | 'grace';

/** A rotation as it is kept. When the loop looks at it next stands in its row only. */
export interface StoredRotation {
  readonly rotationId: string;
  readonly organizationId: string;
  readonly connectionId: string | null;
  readonly label: string;
  readonly state: RotationState;
  readonly stateSince: Date;
  readonly heldIn: OpenState | null;
  readonly heldBecause: HeldReason | null;
  readonly tokenId: string;
  readonly replaces: readonly string[];
  readonly advance: Advance;
  readonly graceHours: number;
  readonly deadline: Date | null;
  readonly startedAt: Date;
  readonly createdBy: string;
  readonly version: number;
}

@Entity('rotations')
export class RotationEntity {
  @PrimaryColumn('uuid', { name: 'rotation_id' })
  rotationId!: string;

  @Column('text', { name: 'organization_id' })
  organizationId!: string;

  @Column('uuid', { name: 'connection_id', nullable: true })
  connectionId!: string | null;

  @Column('text')
  label!: string;

  @Column('text')
  state!: RotationState;

  @Column('timestamptz', { name: 'state_since' })
  stateSince!: Date;

  @Column('text', { name: 'held_in', nullable: true })
  heldIn!: OpenState | null;

  @Column('text', { name: 'held_because', nullable: true })
  heldBecause!: HeldReason | null;

  @Column('uuid', { name: 'token_id' })
  tokenId!: string;

  @Column('jsonb')
  replaces!: string[];

  @Column('jsonb')
  advance!: Advance;

  @Column('integer', { name: 'grace_hours' })
  graceHours!: number;

  @Column('timestamptz', { nullable: true })
  deadline!: Date | null;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('text', { name: 'created_by' })
  createdBy!: string;

  @Column('integer')
  version!: number;
}
