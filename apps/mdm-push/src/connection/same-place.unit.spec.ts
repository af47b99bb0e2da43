import { defaultApps, type MdmVendor } from '@mdm-gate/contracts';
import { samePlaceOf, type PlacedConnection } from './same-place.ts';

const to = (
  vendor: MdmVendor,
  settings: object,
  other: Partial<PlacedConnection> = {},
): PlacedConnection => ({
  vendor,
  settings: { ...settings },
  apps: defaultApps,
  configurationKey: 'PINGID_MDM_TOKEN',
  ...other,
});
const group = '9f148ebb-3b21-4d0f-8a8e-5b2c9d3e7f10';
const otherGroup = '0f148ebb-3b21-4d0f-8a8e-5b2c9d3e7f10';
const ios = { ios: { bundleId: 'com.example.ios' } };
const android = { android: { packageName: 'com.example.android' } };
const uem = (settings: object, other?: Partial<PlacedConnection>) =>
  to('workspace-one', { apiUrl: 'https://as1.awmdm.com', ...settings }, other);
const neurons = (settings: object, other?: Partial<PlacedConnection>) =>
  to('ivanti-neurons', { apiUrl: 'https://na1.mobileiron.com', ...settings }, other);
const intune = (settings: object, other?: Partial<PlacedConnection>) =>
  to('intune', { tenantId: 'contoso.example', ...settings }, other);

describe('two connections write to the same place', () => {
  it.each([
    ['of Intune', intune({}), intune({})],
    ['of Intune, named in capitals', intune({}), intune({ tenantId: 'Contoso.Example' })],
    ['of Intune, in other groups', intune({}), intune({ assignToGroupIds: [group] })],
    ['of Intune, with the port', intune({}), intune({ graphUrl: 'https://GRAPH.microsoft.com:443/' })],
    ['of Intune, for one platform', intune({}), intune({}, { apps: { ios: defaultApps.ios } })],
    ['of Workspace ONE', uem({}), uem({})],
    ['of Workspace ONE, by its console', uem({}), uem({ apiUrl: 'https://cn1.awmdm.com' })],
    ['of Workspace ONE, one with a group', uem({}), uem({ organizationGroupUuid: group })],
    [
      'of Workspace ONE, in other smart groups',
      uem({ smartGroupUuids: [group] }),
      uem({ smartGroupUuids: [otherGroup] }),
    ],
    [
      'of Workspace ONE, other kinds for the other platform',
      uem({ appTypes: { ios: 'Public' } }),
      uem({ appTypes: { ios: 'Purchased' } }),
    ],
    ['of Neurons, for other apps', neurons({}, { apps: ios }), neurons({})],
    ['of Neurons, by the default attribute', neurons({ attribute: 'pingidmdmtoken' }), neurons({})],
    ['of Neurons, one space as text', neurons({ deviceSpaceId: 7 }), neurons({ deviceSpaceId: '7' })],
    [
      'of EPMM',
      to('ivanti-epmm', { apiUrl: 'https://a.example' }),
      to('ivanti-epmm', { apiUrl: 'https://A.example/' }),
    ],
  ])('%s', (_, one, other) => {
    expect(samePlaceOf(one, other)).toBeDefined();
    expect(samePlaceOf(other, one)).toBeDefined();
  });
});

describe("two connections keep out of one another's way", () => {
  it.each([
    ['of other vendors', intune({}), uem({})],
    ['of other tenants', intune({}), intune({ tenantId: 'other.example' })],
    ['of other clouds', intune({}), intune({ graphUrl: 'https://graph.microsoft.us' })],
    ['for other apps', intune({}), intune({}, { apps: { ...ios, ...android } })],
    ['under other keys', intune({}), intune({}, { configurationKey: 'OTHER' })],
    ['for other platforms', intune({}, { apps: ios }), intune({}, { apps: android })],
    [
      'for apps of Intune that have one bundle id',
      intune({ mobileAppIds: { ios: group } }, { apps: ios }),
      intune({ mobileAppIds: { ios: otherGroup } }, { apps: ios }),
    ],
    [
      'in other organization groups',
      uem({ organizationGroupUuid: group }),
      uem({ organizationGroupUuid: otherGroup }),
    ],
    [
      'for the public and the purchased app',
      uem({ appTypes: { ios: 'Public' } }, { apps: ios }),
      uem({ appTypes: { ios: 'Purchased' } }, { apps: ios }),
    ],
    ['in other attributes', neurons({}), neurons({ attribute: 'other' })],
    ['in other device spaces', neurons({ deviceSpaceId: 1 }), neurons({ deviceSpaceId: 2 })],
    ['to MDMs that have no API', to('other', {}), to('other', {})],
  ])('%s', (_, one, other) => {
    expect(samePlaceOf(one, other)).toBeUndefined();
    expect(samePlaceOf(other, one)).toBeUndefined();
  });
});
