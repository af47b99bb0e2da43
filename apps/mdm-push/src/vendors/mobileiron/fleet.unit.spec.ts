import type { FleetEntry } from '../fleet-ledger.ts';
import { isOfPlatform, sortFleet } from './fleet.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

const wanted = { matches: (held: string) => held === 'right' };
const sentAt = 1_000_000;
const entry = (change: Partial<FleetEntry> = {}): FleetEntry => ({
  deviceId: 'd',
  sentAt,
  checkInAsked: true,
  isWanted: true,
  ...change,
});
const row = (fields: Partial<DeviceRow>): DeviceRow => ({ identifier: 'd', os: 'iOS', ...fields });
const placesOf = (device: DeviceRow, sent?: FleetEntry, value: typeof wanted | null = wanted) => {
  const fleet = sortFleet([device], {
    attribute: 'token',
    wanted: value,
    sent: new Map(sent === undefined ? [] : [['d', sent]]),
  });
  return Object.entries(fleet).flatMap(([name, ids]) => ((ids as string[]).length > 0 ? [name] : []));
};

describe('a device of a fleet', () => {
  it('that holds the value is right', () => {
    expect(placesOf(row({ token: 'right' }))).toEqual(['right']);
    expect(placesOf(row({ token: ['right'] }))).toEqual(['right']);
  });

  it('without a value is sent it, and nobody changed anything', () => {
    expect(placesOf(row({}))).toEqual(['toSend']);
    expect(placesOf(row({ token: '' }))).toEqual(['toSend']);
    expect(placesOf(row({ token: null }))).toEqual(['toSend']);
  });

  it('with another value is sent the wanted one, and was changed', () => {
    expect(placesOf(row({ token: 'other' }))).toEqual(['toSend', 'changed']);
  });

  it('that was sent the value and has not checked in since is not sent it again', () => {
    expect(placesOf(row({ token: 'other', lastCheckInTime: sentAt - 1 }), entry())).toEqual(['waiting']);
    expect(placesOf(row({ token: 'other' }), entry())).toEqual(['waiting']);
  });

  it('that nobody asked to check in is asked', () => {
    expect(placesOf(row({}), entry({ checkInAsked: false }))).toEqual(['toAsk']);
  });

  it('that has checked in and still lacks the value is sent it again', () => {
    expect(placesOf(row({ lastCheckInTime: sentAt + 3_000 }), entry())).toEqual(['toSend', 'changed']);
    expect(placesOf(row({ lastCheckInTime: String(sentAt + 3_000) }), entry())).toEqual([
      'toSend',
      'changed',
    ]);
  });

  it('that checked in at about the time of the write is asked to do so again, for nobody knows which came first', () => {
    expect(placesOf(row({ lastCheckInTime: sentAt + 1_000 }), entry())).toEqual(['toAsk']);
  });

  it('that shows the value and was sent another one since is sent the value again', () => {
    const other = entry({ isWanted: false });
    expect(placesOf(row({ token: 'right', lastCheckInTime: sentAt - 1 }), other)).toEqual(['toSend']);
    expect(placesOf(row({ token: 'right' }), entry({ isWanted: false, checkInAsked: false }))).toEqual([
      'toSend',
    ]);
    expect(placesOf(row({ token: 'right', lastCheckInTime: sentAt + 3_000 }), other)).toEqual(['right']);
  });

  it('that shows no value and was sent one since is not called right when the key is withdrawn', () => {
    const other = entry({ isWanted: false });
    expect(placesOf(row({}), other, null)).toEqual(['toSend']);
    expect(placesOf(row({ lastCheckInTime: sentAt + 3_000 }), other, null)).toEqual(['right']);
  });

  it('that was sent another value counts as not sent', () => {
    expect(placesOf(row({}), entry({ isWanted: false }))).toEqual(['toSend']);
    expect(placesOf(row({ token: 'other' }), entry({ isWanted: false }))).toEqual(['toSend', 'changed']);
  });

  it('without a value is right when the key is withdrawn', () => {
    expect(placesOf(row({}), undefined, null)).toEqual(['right']);
    expect(placesOf(row({ token: 'right' }), undefined, null)).toEqual(['toSend', 'changed']);
  });
});

describe('the platform of a device', () => {
  it.each([
    ['iOS', 'ios'],
    ['ios 18.1', 'ios'],
    ['iPadOS', 'ios'],
    ['Android', 'android'],
    ['ANDROID', 'android'],
  ] as const)('%s is %s', (os, platform) => {
    expect(isOfPlatform({ identifier: 'd', os }, platform)).toBe(true);
    expect(isOfPlatform({ identifier: 'd', os }, platform === 'ios' ? 'android' : 'ios')).toBe(false);
  });

  it('is neither for a computer', () => {
    expect(isOfPlatform({ identifier: 'd', os: 'macOS' }, 'ios')).toBe(false);
    expect(isOfPlatform({ identifier: 'd', os: 'Windows' }, 'android')).toBe(false);
  });

  it('is iOS for a device without a name of its system that has an iOS id', () => {
    expect(isOfPlatform({ identifier: 'd', iosUdid: 'x' }, 'ios')).toBe(true);
  });
});
