import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import type { Device, PageQuery, Rotation } from '@mdm-gate/contracts';
import { Devices } from '../device/devices.ts';
import { subjectsNotEffective } from '../operations/operation-rows.ts';
import { notFound } from '../organization/load-organization.ts';
import { Organizations } from '../organization/organizations.ts';
import { RotationProgressReader } from './rotation-progress.ts';
import { RotationEntity, type StoredRotation } from './rotation.entity.ts';
import { shownRotation } from './shown-rotation.ts';

/** Reads rotations, how far they are, and who stays behind. */
@Injectable()
export class Rotations {
  constructor(
    private readonly dataSource: DataSource,
    private readonly organizations: Organizations,
    private readonly devices: Devices,
    readonly progress: RotationProgressReader,
  ) {}

  /** The newest first; one more than `limit` when there are more. */
  async page(organizationId: string, olderThan: string | null, limit: number): Promise<StoredRotation[]> {
    await this.organizations.find(organizationId);
    return this.dataSource.manager.find(RotationEntity, {
      where: { organizationId, ...(olderThan === null ? {} : { rotationId: LessThan(olderThan) }) },
      order: { rotationId: 'DESC' },
      take: limit + 1,
    });
  }

  async find(params: { organizationId: string; rotationId: string }): Promise<StoredRotation> {
    const { organizationId, rotationId } = params;
    const rotation = await this.dataSource.manager.findOneBy(RotationEntity, { organizationId, rotationId });
    if (rotation === null) throw notFound();
    return rotation;
  }

  /** As callers see it. */
  async show(rotation: StoredRotation): Promise<Rotation> {
    const [shown] = await this.showAll(rotation.organizationId, [rotation]);
    if (shown === undefined) throw notFound();
    return shown;
  }

  async showAll(organizationId: string, rotations: readonly StoredRotation[]): Promise<Rotation[]> {
    const notEffective = await subjectsNotEffective(this.dataSource.manager, organizationId);
    return rotations.map((rotation) => shownRotation(rotation, notEffective));
  }

  /** Active devices that last proceeded by a token that the rotation replaces. */
  async stragglers(
    { organizationId, replaces }: StoredRotation,
    query: PageQuery,
  ): Promise<{ items: Device[]; nextCursor: string | null }> {
    const { activeDays: seenWithinDays } = await this.organizations.find(organizationId);
    return this.devices.page({
      organizationId,
      where: ({ proceededTokenId }) => proceededTokenId !== null && replaces.includes(proceededTokenId),
      seenWithinDays,
      ...query,
    });
  }
}
