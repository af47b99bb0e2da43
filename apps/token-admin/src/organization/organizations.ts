import type { Organization } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, In, MoreThan } from 'typeorm';
import { notFound } from './load-organization.ts';
import { OrganizationEntity } from './organization.entity.ts';

export interface OrganizationPage {
  /** Null: all of them. */
  readonly among: readonly string[] | null;
  readonly after: string | null;
  readonly limit: number;
}

export const shownOrganization = (organization: OrganizationEntity): Organization => ({
  organizationId: organization.organizationId,
  name: organization.name,
  activeSetVersion: organization.version,
  createdAt: organization.createdAt.toISOString(),
});

/** Reads organizations, outside of any change. */
@Injectable()
export class Organizations {
  constructor(private readonly dataSource: DataSource) {}

  async find(organizationId: string): Promise<OrganizationEntity> {
    const organization = await this.dataSource.manager.findOneBy(OrganizationEntity, { organizationId });
    if (organization === null) throw notFound();
    return organization;
  }

  /** In the order of their ids. */
  async page({ among, after, limit }: OrganizationPage): Promise<readonly OrganizationEntity[]> {
    const conditions = {
      ...(among === null ? {} : { organizationId: In(among) }),
    };
    const query = this.dataSource.manager
      .createQueryBuilder(OrganizationEntity, 'organization')
      .where(conditions)
      .orderBy('organization.organizationId')
      .take(limit);
    if (after !== null) query.andWhere({ organizationId: MoreThan(after) });
    return query.getMany();
  }
}
