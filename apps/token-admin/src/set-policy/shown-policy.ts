import type { policySchema } from '@mdm-gate/contracts';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { KnownConnectionEntity } from '../organization/known-connection.entity.ts';
import { Organizations } from '../organization/organizations.ts';
import { nextRotationAt } from '../rotation/due-scopes.ts';

interface FoundPolicy {
  readonly policy: z.infer<typeof policySchema>;
  readonly version: number;
}

/** Reads an organization's policy, outside of any change. */
@Injectable()
export class ShownPolicy {
  constructor(
    private readonly organizations: Organizations,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async of(organizationId: string): Promise<FoundPolicy> {
    const organization = await this.organizations.find(organizationId);
    const { manager } = this.dataSource;
    const policy = {
      mode: organization.policyMode,
      effectiveFrom: organization.policyEffectiveFrom?.toISOString() ?? null,
      mdmIntegrated: await manager.existsBy(KnownConnectionEntity, { organizationId, removed: false }),
      activeDays: organization.activeDays,
      rotateEveryDays: organization.rotateEveryDays,
      rotateWhenShare: organization.rotateWhenShare,
      nextRotationAt: await nextRotationAt(manager, organization, this.clock.now()),
    };
    return { policy, version: organization.policyVersion };
  }
}
