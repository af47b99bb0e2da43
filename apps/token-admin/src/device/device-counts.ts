import type { CheckFlow, CheckReason, Platform, PresentedState } from '@mdm-gate/contracts';
import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';

/** How many devices of one kind were last seen on one day. */
export interface DeviceCount {
  readonly kind: string;
  /** In UTC, as `2026-11-24`. */
  readonly lastSeenDay: string;
  readonly platform: Platform;
  readonly flow: CheckFlow;
  readonly decision: 'proceed' | 'halt';
  readonly reason: CheckReason;
  readonly presented: PresentedState;
  /** The token whose value was presented. */
  readonly tokenId: string | null;
  /** When that value became the token's, if the token had another one before. */
  readonly valueSinceMs: number | null;
  readonly proceededTokenId: string | null;
  readonly devices: number;
}

const countsStatement = `
  SELECT kind::text, last_seen_day::text AS "lastSeenDay", platform, flow, decision, reason, presented,
    token_id AS "tokenId", value_since_ms::float8 AS "valueSinceMs", proceeded_token_id AS "proceededTokenId",
    devices::int
  FROM ${schema}.device_counts
  WHERE organization_id = $1 AND last_seen_day >= $2 AND devices > 0`;

const dayMs = 86_400_000;

/** The first of so many days that end with today, in UTC. A device is active if it was seen since then. */
export const firstOfDays = (days: number, now: Date): string =>
  new Date(now.getTime() - days * dayMs).toISOString().slice(0, 10);

const everySince = '-infinity';

/** `sinceDay` null: however long ago they were seen. */
export const deviceCounts = async (
  manager: EntityManager,
  organizationId: string,
  sinceDay: string | null,
): Promise<readonly DeviceCount[]> =>
  manager.query<DeviceCount[]>(countsStatement, [organizationId, sinceDay ?? everySince]);

export const devicesIn = (counts: readonly DeviceCount[]): number =>
  counts.reduce((sum, { devices }) => sum + devices, 0);

/** How many devices there are by what `key` says of each kind, the most first. */
export const devicesBy = <Key extends string>(
  counts: readonly DeviceCount[],
  key: (count: DeviceCount) => Key | null,
): ReadonlyMap<Key, number> => {
  const sums = new Map<Key, number>();
  for (const count of counts) {
    const of = key(count);
    if (of !== null) sums.set(of, (sums.get(of) ?? 0) + count.devices);
  }
  return new Map([...sums].toSorted(([, a], [, b]) => b - a));
};
