import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { rowsOf } from '../database/returned-rows.ts';
import type { RemoteRef } from '../vendors/attempt.ts';
import type { ClaimedDelivery } from './claimed-delivery.ts';
import type { DeliveryCounts } from '@mdm-gate/contracts';
import { schema } from '../database/schema.ts';
import { storedNow } from '../database/stored-now.ts';

/** Of a delivery, at the database's time. */
export const isDue = `next_attempt_at <= ${storedNow} AND (lease_until IS NULL OR lease_until < ${storedNow})`;

/** Nobody else works on the connection: its deliveries go to one replica, where what a vendor allows a tenant is counted. */
const isNobodyElses = `NOT EXISTS (
  SELECT FROM ${schema}.deliveries beside WHERE beside.connection_id = delivery.connection_id
    AND beside.lease_until >= ${storedNow} AND beside.lease_holder <> $2
)`;

/** Held until the claim is committed, so that nobody else claims of the same connections meanwhile. */
const lockStatement = `
  SELECT connection_id AS id FROM ${schema}.connections WHERE connection_id IN (
    SELECT connection_id FROM ${schema}.deliveries delivery WHERE ${isDue} AND ${isNobodyElses}
    ORDER BY next_attempt_at LIMIT ($1::integer + 1) / 2
  ) FOR NO KEY UPDATE SKIP LOCKED`;

/** Looks anew, at what was committed before the lock was had. Time is the database's: replicas' clocks may differ. */
const claimStatement = `
  WITH due AS MATERIALIZED (
    SELECT connection_id AS due_connection, platform AS due_platform, lease_holder AS last_holder
    FROM ${schema}.deliveries delivery
    WHERE connection_id = ANY($1::uuid[]) AND ${isDue} AND ${isNobodyElses} FOR UPDATE SKIP LOCKED
  )
  UPDATE ${schema}.deliveries
  SET lease_until = now() + $3 * interval '1 millisecond', lease_holder = $2, fence = fence + 1
  FROM due WHERE connection_id = due_connection AND platform = due_platform
  RETURNING connection_id AS "connectionId", platform, organization_id AS "organizationId", state,
    wanted_token_id AS "wantedTokenId", wanted_digest AS "wantedDigest", wanted_version AS "wantedVersion",
    correlation_id AS "correlationId", held_token_id AS "heldTokenId", attempts, failures,
    announced_version AS "announcedVersion", announced_failure AS "announcedFailure",
    remote_ref AS "remoteRef", last_holder IS NOT DISTINCT FROM $2 AS "wasOurs", has_open_write AS "hasOpenWrite", fence,
    changed_at AS "changedAt", CASE WHEN state IN ('wanted', 'accepted') THEN (
      SELECT traceparent FROM ${schema}.organizations organization
      WHERE organization.organization_id = deliveries.organization_id
    ) END AS traceparent`;

type Claimed = Omit<ClaimedDelivery, 'seenFrom'> & { readonly wasOurs: boolean };

/** Ours: nobody has claimed it since, and the same token is still wanted. */
const ours = `connection_id = $1 AND platform = $2 AND fence = $3 AND wanted_version = $4`;

/** Which replica works on which delivery: leases in the database, so that a replica that dies loses them by itself. */
@Injectable()
export class Claims {
  /** This process, among the replicas. */
  readonly #holder = randomUUID();

  constructor(private readonly dataSource: DataSource) {}

  /** Up to `countMax` deliveries, or one more, that are due and that nobody works on: those of one connection together. */
  async claim(countMax: number, leaseMs: number): Promise<readonly ClaimedDelivery[]> {
    const claimed = await this.dataSource.transaction((manager) => this.#claim(manager, countMax, leaseMs));
    const claimedAt = performance.now();
    return claimed.map(({ wasOurs, ...delivery }) => ({
      ...delivery,
      seenFrom: wasOurs ? Number.NEGATIVE_INFINITY : claimedAt,
    }));
  }

  async #claim(manager: EntityManager, countMax: number, leaseMs: number): Promise<readonly Claimed[]> {
    const locked = await manager.query<readonly { id: string }[]>(lockStatement, [countMax, this.#holder]);
    if (locked.length === 0) return [];
    const ids = locked.map(({ id }) => id);
    return rowsOf(await manager.query(claimStatement, [ids, this.#holder, leaseMs])) as Claimed[];
  }

  /** False: another replica has it, another token is wanted, or the connection is gone. */
  async extend(claim: ClaimedDelivery, leaseMs: number): Promise<boolean> {
    const statement = `UPDATE ${schema}.deliveries SET lease_until = now() + $5 * interval '1 millisecond' WHERE ${ours} RETURNING 1`;
    return rowsOf(await this.dataSource.query(statement, [...keyOf(claim), leaseMs])).length > 0;
  }

  async remember(claim: ClaimedDelivery, ref: RemoteRef | null): Promise<void> {
    const statement = `UPDATE ${schema}.deliveries SET remote_ref = $3 WHERE connection_id = $1 AND platform = $2`;
    await this.dataSource.query(statement, [
      claim.connectionId,
      claim.platform,
      ref === null ? null : JSON.stringify(ref),
    ]);
  }

  async rememberOpenWrite({ connectionId, platform }: ClaimedDelivery, hasOpenWrite: boolean): Promise<void> {
    const statement = `UPDATE ${schema}.deliveries SET has_open_write = $3 WHERE connection_id = $1 AND platform = $2`;
    await this.dataSource.query(statement, [connectionId, platform, hasOpenWrite]);
  }

  async showAccepted(claim: ClaimedDelivery, counts: DeliveryCounts | null): Promise<void> {
    const statement = `UPDATE ${schema}.deliveries SET state = 'accepted', evidence = NULL, counts = coalesce($5, counts),
      changed_at = CASE WHEN state = 'accepted' THEN changed_at ELSE now() END WHERE ${ours}`;
    await this.dataSource.query(statement, [
      ...keyOf(claim),
      counts === null ? null : JSON.stringify(counts),
    ]);
  }

  /**
   * Lets go without a result. Whatever we did last may have reached the MDM late, over what another replica wrote:
   * so it is looked at again at once.
   */
  async lookAgain(claim: ClaimedDelivery): Promise<void> {
    const { connectionId, platform, fence } = claim;
    await this.dataSource.query(
      `UPDATE ${schema}.deliveries SET next_attempt_at = now(), lease_until = CASE WHEN fence = $3 THEN NULL ELSE lease_until END
       WHERE connection_id = $1 AND platform = $2`,
      [connectionId, platform, fence],
    );
  }
}

export type ClaimKey = Pick<ClaimedDelivery, 'connectionId' | 'platform' | 'fence' | 'wantedVersion'>;

export const oursCondition = ours;
export const keyOf = ({ connectionId, platform, fence, wantedVersion }: ClaimKey): readonly unknown[] => [
  connectionId,
  platform,
  fence,
  wantedVersion,
];
