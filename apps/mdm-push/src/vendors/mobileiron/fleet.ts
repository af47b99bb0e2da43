import type { DeliveryCounts, Platform } from '@mdm-gate/contracts';
import type { FleetEntry } from '../fleet-ledger.ts';
import type { WantedValue } from '../mdm-vendor.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

/**
 * One platform's devices, by what is to be done. `right`: hold the wanted value. `waiting`: were sent it and have not
 * checked in since. `toAsk`: the same, but nobody asked them to check in. `toSend`: the rest.
 */
export interface Fleet {
  readonly right: readonly string[];
  readonly waiting: readonly string[];
  readonly toAsk: readonly string[];
  readonly toSend: readonly string[];
  /** Of `toSend`: those that lost what they were sent, or hold another value. */
  readonly changed: readonly string[];
}

export interface FleetView {
  readonly attribute: string;
  /** Null: no device is to hold a value. */
  readonly wanted: WantedValue | null;
  readonly sent: ReadonlyMap<string, FleetEntry>;
}

/** A check-in this soon after the write may have begun before it. */
const checkInMarginMs = 2_000;

export const sortFleet = (rows: readonly DeviceRow[], view: FleetView): Fleet => {
  const fleet = { right: [], waiting: [], toAsk: [], toSend: [], changed: [] } as Record<
    keyof Fleet,
    string[]
  >;
  for (const row of rows) {
    for (const name of placesOf(row, view)) fleet[name].push(row.identifier);
  }
  return fleet;
};

const placesOf = (row: DeviceRow, { attribute, wanted, sent }: FleetView): readonly (keyof Fleet)[] => {
  const held = heldBy(row, attribute);
  if (wanted === null ? held === undefined : held !== undefined && wanted.matches(held)) return ['right'];
  const entry = sent.get(row.identifier);
  if (entry === undefined) return held === undefined ? ['toSend'] : ['toSend', 'changed'];
  if (checkedInSince(row, entry)) return ['toSend', 'changed'];
  return entry.checkInAsked ? ['waiting'] : ['toAsk'];
};

/** `sent`: of `toSend`, how many were sent meanwhile. Those that are still to be sent count as devices only. */
export const countsOf = (fleet: Fleet, sent = 0): DeliveryCounts => {
  const holding = fleet.right.length;
  const waiting = fleet.waiting.length + fleet.toAsk.length;
  return {
    devices: holding + waiting + fleet.toSend.length,
    installed: null,
    holding,
    pending: waiting + sent,
    failed: null,
    asOf: new Date().toISOString(),
  };
};

export const isOfPlatform = ({ os, iosUdid }: DeviceRow, platform: Platform): boolean => {
  const name = os?.toLowerCase() ?? '';
  if (platform === 'android') return name.includes('android');
  return (
    name.startsWith('ios') ||
    name.startsWith('ipad') ||
    (name === '' && typeof iosUdid === 'string' && iosUdid !== '')
  );
};

/** An empty attribute is none. Lists and plain texts both occur. */
const heldBy = (row: DeviceRow, attribute: string): string | undefined => {
  const field = row[attribute];
  const value: unknown = Array.isArray(field) ? field[0] : field;
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const checkedInSince = (row: DeviceRow, { sentAt }: FleetEntry): boolean =>
  checkInOf(row) > sentAt + checkInMarginMs;

/** Epoch milliseconds; 0 for a device that never did. */
export const checkInOf = ({ lastCheckInTime }: DeviceRow): number =>
  typeof lastCheckInTime === 'string' ? instantOf(lastCheckInTime) : (lastCheckInTime ?? 0);

/** Epoch milliseconds as text, or a date. */
const instantOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) || 0);
