import { Outbox, type OutboxEvent } from '@mdm-gate/outbox';
import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { OrganizationEntity } from '../organization/organization.entity.ts';
import { lockOrganization } from '../organization/organizations.ts';
import { markWanted } from '../reconcile-delivery/mark-wanted.ts';
import { once, type Repeatable } from '../repeated-requests/once.ts';
import { ReconcileLoop } from '../reconcile-delivery/reconcile-loop.ts';

export interface Change<Result> {
  readonly result: Result;
  /** Null: nothing was changed. */
  readonly event: OutboxEvent | null;
}

export interface AskedChange<Result> extends Repeatable<Result> {
  readonly organizationId: string;
}

/** Changes of an organization's connections, one after the other, each with its event and with what it makes wanted. */
@Injectable()
export class ConnectionChanges {
  constructor(
    private readonly dataSource: DataSource,
    private readonly outbox: Outbox,
    private readonly loop: ReconcileLoop,
    readonly clock: Clock,
  ) {}

  /** A repeated request is answered as the first one was, and changes nothing. */
  async make<Result>(
    { organizationId, ...asked }: AskedChange<Result>,
    change: (manager: EntityManager, organization: OrganizationEntity) => Promise<Change<Result>>,
  ): Promise<Result> {
    const result = await this.dataSource.transaction(async (manager) => {
      const organization = await lockOrganization(manager, organizationId);
      return once(manager, asked, async () => {
        const made = await change(manager, organization);
        await markWanted(manager, organization, this.clock.now());
        if (made.event !== null) await this.outbox.add(manager, made.event);
        return made.result;
      });
    });
    this.loop.wakeUp();
    return result;
  }
}
