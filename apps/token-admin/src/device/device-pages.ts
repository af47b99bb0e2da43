import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';
import type { DeviceCount } from './device-counts.ts';
import { deviceColumns, type DeviceRow } from './device-row.ts';

/** Where a page begins: after this device of this day. */
export interface DeviceCursor {
  readonly day: string;
  readonly deviceId: string;
}

export interface DevicePage {
  readonly organizationId: string;
  /** Of the kinds and days that are wanted. */
  readonly counts: readonly DeviceCount[];
  readonly prefix: string;
  readonly after: DeviceCursor | null;
  readonly limit: number;
}

/** Greater than every text that begins with the prefix, in the order of bytes. */
const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;

/** Each kind of each day stands in the index in the order of ids: the first few of each, merged. */
const pageStatement = `
  SELECT found.* FROM unnest($2::bigint[], $3::date[]) AS wanted (kind, day)
  CROSS JOIN LATERAL (
    SELECT ${deviceColumns} FROM ${schema}.devices
    WHERE organization_id = $1 AND kind = wanted.kind AND last_seen_day = wanted.day
      AND device_id >= $4 AND device_id <= $5
      AND (wanted.day <> $6::date OR device_id > $7)
    ORDER BY device_id LIMIT $8
  ) AS found
  ORDER BY "lastSeenDay" DESC, "deviceId" LIMIT $8`;

/** With a prefix nobody knows how many of a day match: then so many days are looked through at once. */
const daysAtOnce = 8;

/** Days, the newest first, in pieces of which each promises at least `limit` devices, unless a prefix makes it unknown. */
function* pieces(page: DevicePage): Iterable<readonly DeviceCount[]> {
  const byDay = Map.groupBy(page.counts, ({ lastSeenDay }) => lastSeenDay);
  const days = [...byDay.keys()]
    .filter((day) => page.after === null || day <= page.after.day)
    .toSorted()
    .toReversed();
  let piece: DeviceCount[] = [];
  let daysIn = 0;
  for (const day of days) {
    piece.push(...(byDay.get(day) ?? []));
    daysIn += 1;
    const promised = day === page.after?.day ? 0 : piece.reduce((sum, { devices }) => sum + devices, 0);
    if (daysIn < daysAtOnce && promised < page.limit) continue;
    yield piece;
    [piece, daysIn] = [[], 0];
  }
  if (piece.length > 0) yield piece;
}

/** Devices of the given kinds, those seen on the newest day first, and by id within a day. */
export const devicesOf = async (manager: EntityManager, page: DevicePage): Promise<readonly DeviceRow[]> => {
  const found: DeviceRow[] = [];
  for (const piece of pieces(page)) {
    const rows = await manager.query<DeviceRow[]>(pageStatement, [
      page.organizationId,
      piece.map(({ kind }) => kind),
      piece.map(({ lastSeenDay }) => lastSeenDay),
      page.prefix,
      afterPrefix(page.prefix),
      page.after?.day ?? 'infinity',
      page.after?.deviceId ?? '',
      page.limit - found.length,
    ]);
    found.push(...rows);
    if (found.length >= page.limit) break;
  }
  return found;
};

const foreignStatement = `
  SELECT ${deviceColumns} FROM ${schema}.devices
  WHERE organization_id = $1 AND foreign_fingerprint = $2 AND kind = ANY($3::bigint[]) AND last_seen_day >= $4
    AND device_id >= $5 AND device_id <= $6
    AND last_seen_day <= $7::date AND (last_seen_day <> $7::date OR device_id > $8)
  ORDER BY last_seen_day DESC, device_id LIMIT $9`;

/** As `devicesOf`, but only those that presented this foreign value. */
export const devicesWithForeignValue = async (
  manager: EntityManager,
  page: DevicePage,
  fingerprint: string,
): Promise<readonly DeviceRow[]> => {
  const [oldest = 'infinity'] = page.counts.map(({ lastSeenDay }) => lastSeenDay).toSorted();
  return manager.query<DeviceRow[]>(foreignStatement, [
    page.organizationId,
    fingerprint,
    [...new Set(page.counts.map(({ kind }) => kind))],
    oldest,
    page.prefix,
    afterPrefix(page.prefix),
    page.after?.day ?? 'infinity',
    page.after?.deviceId ?? '',
    page.limit,
  ]);
};
