import { Clock } from '@mdm-gate/service-kit';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { lockOrganization } from '../organization/organizations.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import { Claims, isDue } from './claims.ts';
import { markWanted } from './mark-wanted.ts';
import { ReconcileSettings } from './reconcile-settings.ts';
import { schema } from '../database/schema.ts';
import { storedNow } from '../database/stored-now.ts';

/** Most looks find nothing, and this is all that they cost. */
const lookStatement = `
  SELECT EXISTS (SELECT FROM ${schema}.organizations WHERE next_expiry_at <= $1) AS expiring,
    EXISTS (SELECT FROM ${schema}.deliveries WHERE ${isDue}) AS due, least($2::float8, (
      SELECT extract(epoch FROM next_attempt_at - now()) * 1000 FROM ${schema}.deliveries
      WHERE next_attempt_at > ${storedNow} ORDER BY next_attempt_at LIMIT 1
    )) AS "lookInMs"`;

interface Look {
  readonly expiring: boolean;
  readonly due: boolean;
  readonly lookInMs: number;
}

export interface TakenDeliveries {
  readonly claimed: readonly ClaimedDelivery[];
  /** When to look again: for the next one that becomes due, or for what nobody told. */
  readonly lookInMs: number;
}

/** Events wake whoever looks; this is how long a lost one, and the lease of a replica that died, may be unnoticed. */
const lookInMsMax = 2_000;
/** What is due and cannot be had: another replica works on its connection. */
const lookForReleasedMs = 500;

/** What is due now, by events, by time, or because a token has expired. */
@Injectable()
export class DueDeliveries {
  constructor(
    private readonly dataSource: DataSource,
    private readonly claims: Claims,
    private readonly settings: ReconcileSettings,
    private readonly clock: Clock,
  ) {}

  async take(countMax: number): Promise<TakenDeliveries> {
    const now = this.clock.now();
    const [look] = await this.dataSource.query<[Look]>(lookStatement, [now, lookInMsMax]);
    if (look.expiring) await this.#expireTokens(now);
    if (!look.expiring && !look.due) return { claimed: [], lookInMs: look.lookInMs };
    const claimed = await this.claims.claim(countMax, this.settings.leaseMs);
    return { claimed, lookInMs: claimed.length > 0 ? 0 : lookForReleasedMs };
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
