import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { lockOrganization } from '../organization/organizations.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { isDue } from './claims.ts';
import { DeliveryRecords } from './delivery-records.ts';
import { markWanted } from './mark-wanted.ts';
import { ReconcileSettings } from './reconcile-settings.ts';
import { schema } from '../database/schema.ts';

/** Most looks find nothing, and this is all that they cost. */
const lookStatement = `
  SELECT EXISTS (SELECT FROM ${schema}.organizations WHERE next_expiry_at <= $1) AS expiring,
    EXISTS (SELECT FROM ${schema}.deliveries WHERE ${isDue}) AS due`;

/** What is due now, by events, by time, or because a token has expired. */
@Injectable()
export class DueDeliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly records: DeliveryRecords,
    private readonly settings: ReconcileSettings,
    private readonly clock: Clock,
  ) {}

  async take(countMax: number): Promise<readonly ClaimedDelivery[]> {
    const now = this.clock.now();
    const [found] = await this.dataSource.query<{ expiring: boolean; due: boolean }[]>(lookStatement, [now]);
    if (found?.expiring === true) await this.#expireTokens(now);
    if (found?.expiring !== true && found?.due !== true) return [];
    return this.records.claims.claim(countMax, this.settings.leaseMs);
  }

  async #expireTokens(now: Date): Promise<void> {
    const rows: { organizationId: string }[] = await this.dataSource.query(
      `SELECT organization_id AS "organizationId" FROM ${schema}.organizations WHERE next_expiry_at <= $1 LIMIT 100`,
      [now],
    );
    for (const { organizationId } of rows) {
      await this.dataSource.transaction(async (manager) => {
        await markWanted(manager, await lockOrganization(manager, organizationId), now);
      });
    }
  }
}
