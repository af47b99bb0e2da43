import type { EntityManager } from 'typeorm';
import { schema } from '../database/schema.ts';
import { devicesIn, type DeviceCount } from './device-counts.ts';
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
  /** Only those whose id begins with it. */
  readonly prefix: string;
  /** Only those that presented this foreign value. */
  readonly foreignFingerprint?: string | undefined;
  readonly after: DeviceCursor | null;
  readonly limit: number;
}

/** Greater than every text that begins with the prefix, in the order of bytes. */
const afterPrefix = (prefix: string): string => `${prefix}\u{10ffff}`;

/**
 * What is `wanted` are ranges of an index that stand in the order of ids: the first few ids of each, from the cursor on, are
 * merged in the index, and only the devices of the page are read.
 */
const pageStatement = (wanted: string, isWanted: string): string => `
  SELECT ${deviceColumns}
  FROM (
    SELECT ranged.device_id FROM ${wanted}
    CROSS JOIN LATERAL (
      SELECT device_id FROM ${schema}.devices
      WHERE organization_id = $1 AND last_seen_day = wanted.day AND ${isWanted}
        AND device_id >= $4 AND device_id <= $5
        AND device_id > CASE WHEN wanted.day = $6::date THEN $7 ELSE '' END
      ORDER BY device_id LIMIT $8
    ) AS ranged
    ORDER BY wanted.day DESC, ranged.device_id LIMIT $8
  ) AS found
  JOIN ${schema}.devices USING (device_id)
  WHERE organization_id = $1
  ORDER BY last_seen_day DESC, device_id`;

const ofKinds = pageStatement('unnest($2::bigint[], $3::date[]) AS wanted (kind, day)', 'kind = wanted.kind');

/** As kinds are not in the order of this index, each day is one range. */
const withForeignValue = pageStatement(
  `(SELECT day, array_agg(kind) AS kinds FROM unnest($2::bigint[], $3::date[]) AS counted (kind, day)
    GROUP BY day) AS wanted`,
  'foreign_fingerprint = $9 AND kind = ANY (wanted.kinds)',
);

/** Where the counts do not tell how many devices match: so many days first, and twice as many each time. */
const daysAtFirst = 8;

/** Days, the newest first, in pieces of which each promises at least `limit` devices where that is known. */
function* pieces(page: DevicePage): Iterable<readonly DeviceCount[]> {
  const byDay = Map.groupBy(page.counts, ({ lastSeenDay }) => lastSeenDay);
  const days = [...byDay.keys()]
    .filter((day) => page.after === null || day <= page.after.day)
    .toSorted()
    .toReversed();
  let daysAtOnce = daysAtFirst;
  let piece: DeviceCount[] = [];
  let daysIn = 0;
  for (const day of days) {
    piece.push(...(byDay.get(day) ?? []));
    daysIn += 1;
    if (daysIn < daysAtOnce && promisedBy(piece, page) < page.limit) continue;
    yield piece;
    [piece, daysIn, daysAtOnce] = [[], 0, daysAtOnce * 2];
  }
  if (piece.length > 0) yield piece;
}

/** Of the cursor's day nobody knows how many are left. */
const promisedBy = (piece: readonly DeviceCount[], page: DevicePage): number => {
  if (page.prefix !== '' || page.foreignFingerprint !== undefined) return 0;
  return devicesIn(piece.filter(({ lastSeenDay }) => lastSeenDay !== page.after?.day));
};

const parametersOf = (page: DevicePage, piece: readonly DeviceCount[], limit: number): unknown[] => [
  page.organizationId,
  piece.map(({ kind }) => kind),
  piece.map(({ lastSeenDay }) => lastSeenDay),
  page.prefix,
  afterPrefix(page.prefix),
  page.after?.day ?? 'infinity',
  page.after?.deviceId ?? '',
  limit,
];

/** Devices of the given kinds, those seen on the newest day first, and by id within a day. */
export const devicesOf = async (manager: EntityManager, page: DevicePage): Promise<readonly DeviceRow[]> => {
  const { foreignFingerprint, limit } = page;
  const found: DeviceRow[] = [];
  for (const piece of pieces(page)) {
    const parameters = parametersOf(page, piece, limit - found.length);
    const rows = await (foreignFingerprint === undefined
      ? manager.query<DeviceRow[]>(ofKinds, parameters)
      : manager.query<DeviceRow[]>(withForeignValue, [...parameters, foreignFingerprint]));
    found.push(...rows);
    if (found.length >= limit) break;
  }
  return found;
};
