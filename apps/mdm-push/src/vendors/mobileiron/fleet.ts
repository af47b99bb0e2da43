import type { DeliveryCounts, Platform } from '@mdm-gate/contracts';
import type { FleetEntry } from '../fleet-ledger.ts';
import { heldKey, isWanted, type HeldKey } from '../configuration/held-key.ts';
import type { WantedValue } from '../mdm-vendor.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

/**
 * One platform's devices, by what is to be done. `right`: hold the wanted value. `waiting`: were sent it and have not
 * checked in since. `toAsk`: the same, but nobody asked them to check in, or they did so at about the time of
 * the write, which tells nothing. `toSend`: the rest, among them those that still
 * show the wanted value but were sent another one since.
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
  const entry = sent.get(row.identifier);
  if (isWanted(held, wanted)) return isOutdated(row, entry) ? ['toSend'] : ['right'];
  if (entry?.isWanted === true) return placesOfSent(row, entry);
  return held.kind === 'absent' ? ['toSend'] : ['toSend', 'changed'];
};

const placesOfSent = (row: DeviceRow, entry: FleetEntry): readonly (keyof Fleet)[] => {
  if (checkedInSince(row, entry)) return ['toSend', 'changed'];
  return entry.checkInAsked && checkInOf(row) <= entry.sentAt ? ['waiting'] : ['toAsk'];
};

/** Another value was sent since: what is shown is of the time before it, and the device is yet to get that one. */
const isOutdated = (row: DeviceRow, entry: FleetEntry | undefined): boolean =>
  entry?.isWanted === false && !checkedInSince(row, entry);

export const sizeOf = ({ right, waiting, toAsk, toSend }: Fleet): number =>
  right.length + waiting.length + toAsk.length + toSend.length;

/** `sent`: of `toSend`, how many were sent meanwhile. Those that are still to be sent count as devices only. */
export const countsOf = (fleet: Fleet, sent = 0): DeliveryCounts => {
  const waiting = fleet.waiting.length + fleet.toAsk.length;
  return {
    devices: sizeOf(fleet),
    installed: null,
    holding: fleet.right.length,
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
const heldBy = (row: DeviceRow, attribute: string): HeldKey => {
  const values: unknown[] = [row[attribute] ?? []].flat();
  const given = values.filter((value) => value !== '' && value !== null);
  return heldKey(given.map((value) => (typeof value === 'string' ? value : null)));
};

const checkedInSince = (row: DeviceRow, { sentAt }: FleetEntry): boolean =>
  checkInOf(row) > sentAt + checkInMarginMs;

/** Epoch milliseconds; 0 for a device that never did. */
export const checkInOf = ({ lastCheckInTime }: DeviceRow): number =>
  typeof lastCheckInTime === 'string' ? instantOf(lastCheckInTime) : (lastCheckInTime ?? 0);

/** Epoch milliseconds as text, or a date. */
const instantOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) || 0);
