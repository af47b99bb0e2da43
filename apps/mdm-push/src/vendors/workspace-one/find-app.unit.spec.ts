import type { Slot } from '../mdm-vendor.ts';
import { meantApps } from './find-app.ts';

const slot: Slot = {
  connectionId: 'c',
  platform: 'ios',
  appId: 'com.example.app',
  key: 'PINGID_MDM_TOKEN',
  remoteRef: null,
  hasOpenWrite: false,
};
const row = (Uuid: string, AppType: string) => ({
  BundleId: 'com.example.app',
  Platform: 2,
  Status: 'Active',
  AppType,
  Uuid,
});
const rows = [row('public', 'Public'), row('purchased', 'Purchased'), row('internal', 'INTERNAL')];
const meant = (settings: Parameters<typeof meantApps>[2]) =>
  meantApps(rows, slot, settings).map(({ Uuid }) => Uuid);

describe('the app that is meant', () => {
  it.each([
    ['Public', 'public'],
    ['Purchased', 'purchased'],
    ['Internal', 'internal'],
  ] as const)('is told by its kind: %s', (ios, uuid) => {
    expect(meant({ appTypes: { ios } })).toEqual([uuid]);
  });

  it('is not told by the kind of the app of the other platform', () => {
    expect(meant({ appTypes: { android: 'Public' } })).toEqual(['public', 'purchased', 'internal']);
    expect(meant({})).toHaveLength(3);
  });
});
