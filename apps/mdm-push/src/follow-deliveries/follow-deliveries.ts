import type { listDeliveries, listDrifts, pushNow, ReplyOf, RequestOf } from '@mdm-gate/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { requireConnection } from '../connection/connections.ts';
import { RefusedCredentials } from '../connection/refused-credentials.ts';
import { DeliveryEntity } from '../delivery/delivery.entity.ts';
import { driftsOf } from '../delivery/drifts.ts';
import { shownDelivery } from '../delivery/shown-delivery.ts';
import { lockOrganization } from '../organization/organizations.ts';
import { ReconcileLoop } from '../reconcile-delivery/reconcile-loop.ts';
import { schema } from '../database/schema.ts';

const pushStatement = `
  UPDATE ${schema}.deliveries SET next_attempt_at = now() WHERE connection_id = $1 AND next_attempt_at IS NOT NULL`;

type Deliveries = ReplyOf<typeof listDeliveries>;

@Injectable()
export class FollowDeliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly loop: ReconcileLoop,
    private readonly refusals: RefusedCredentials,
  ) {}

  list({ organizationId }: RequestOf<typeof listDeliveries>): Promise<Deliveries> {
    return this.#shown({ organizationId });
  }

  /** Throws `not-found`. */
  async drifts(request: RequestOf<typeof listDrifts>): Promise<ReplyOf<typeof listDrifts>> {
    const { manager } = this.dataSource;
    const { connectionId } = await requireConnection(manager, request);
    return { items: await driftsOf(manager, connectionId) };
  }

  /** What waits for its next turn gets it now, also with credentials that were refused; what is under way is left to end. Throws `not-found`. */
  async pushNow(request: RequestOf<typeof pushNow>): Promise<Deliveries> {
    const { organizationId, connectionId } = request;
    await this.refusals.forget(await requireConnection(this.dataSource.manager, request));
    await this.dataSource.transaction(async (manager) => {
      await lockOrganization(manager, organizationId);
      await manager.query(pushStatement, [connectionId]);
    });
    this.loop.wakeUp();
    return this.#shown({ organizationId, connectionId });
  }

  async #shown(where: { organizationId: string; connectionId?: string }): Promise<Deliveries> {
    const deliveries = await this.dataSource.manager.find(DeliveryEntity, {
      where,
      order: { connectionId: 'ASC', platform: 'ASC' },
    });
    return { items: deliveries.map(shownDelivery) };
  }
}
