import { enrolDevices } from '../vendor/new-devices.ts';
import { seededGuid, seededSecret } from '../vendor/seeded.ts';
import { PINGID_APP } from '../vendor/tenant.ts';
import { type VendorEnvironment } from '../vendor/vendor-simulator.ts';
import { type AppType, type IntuneApp, type IntuneTenant } from './intune.state.ts';

const ROLES = [
  'DeviceManagementApps.ReadWrite.All',
  'DeviceManagementConfiguration.ReadWrite.All',
  'DeviceManagementManagedDevices.Read.All',
  'DeviceManagementManagedDevices.PrivilegedOperations.All',
  'DeviceManagementServiceConfig.Read.All',
  'Group.Read.All',
];

/** Enough other apps for a catalogue that does not fit one page. */
const OTHER_APPS: readonly [AppType, string, string][] = [
  ...Array.from({ length: 14 }, (_, index): [AppType, string, string] => [
    '#microsoft.graph.iosStoreApp',
    `Field app ${index + 1}`,
    `com.example.field${index + 1}`,
  ]),
  ...Array.from({ length: 8 }, (_, index): [AppType, string, string] => [
    '#microsoft.graph.androidManagedStoreApp',
    `Field app ${index + 1}`,
    `com.example.field${index + 1}`,
  ]),
  ['#microsoft.graph.win32LobApp', 'Desktop agent', 'desktop-agent'],
  ['#microsoft.graph.managedIOSStoreApp', 'PingID (app protection only)', 'com.pingidentity.pingid.mam'],
];

function seedApps(tenant: { id: string; groupId: string }, environment: VendorEnvironment): IntuneApp[] {
  const { seed } = environment.fleet;
  const app = (
    [type, displayName, appId]: readonly [AppType, string, string],
    assigned: boolean,
  ): IntuneApp => ({
    id: seededGuid(seed, 'intune-app', tenant.id, type, appId),
    type,
    displayName,
    publisher: appId.includes('pingidentity') ? 'Ping Identity' : 'Example',
    appId,
    createdAt: '2026-01-12T09:30:00.1234567Z',
    assignedGroups: assigned ? [tenant.groupId] : [],
  });
  return [
    ...OTHER_APPS.map((other) => app(other, false)),
    app(['#microsoft.graph.iosStoreApp', 'PingID', PINGID_APP.ios], true),
    app(['#microsoft.graph.androidManagedStoreApp', 'PingID', PINGID_APP.android], true),
  ];
}

/** A tenant as after the administrator's first day: PingID assigned to the staff, devices enrolled. */
export function seedIntuneTenant(number: number, environment: VendorEnvironment): IntuneTenant {
  const { seed, devicesPerPlatform } = environment.fleet;
  const id = seededGuid(seed, 'intune-tenant', number);
  const group = (name: string): { id: string; displayName: string } => ({
    id: seededGuid(seed, 'intune-group', number, name),
    displayName: name,
  });
  const staff = group('Staff devices');
  const tenant: IntuneTenant = {
    id,
    number,
    domain: `tenant${number}.onmicrosoft.example`,
    signingKey: seededSecret(seed, 'intune-signing', number),
    clientId: seededGuid(seed, 'intune-client', number),
    clientSecret: seededSecret(seed, 'intune-client', number),
    clientCertificate: null,
    roles: [...ROLES],
    groups: [staff, group('Contractor devices')],
    apps: seedApps({ id, groupId: staff.id }, environment),
    policies: [],
    summaries: {},
    apnsExpiresAt: new Date(environment.now() + 200 * 86_400_000).toISOString(),
    bindStatus: 'boundAndValidated',
    syncRequests: {},
    created: 0,
    devices: [],
    behaviour: {
      patchAnswersBody: false,
      plainAssignWorks: false,
      visibleAfterMs: 0,
      summaryLagMs: 500,
      multiAdminApproval: false,
      licensed: true,
      throttling: true,
      pageSizeMax: 1_000,
      nextLinks: 'plain',
    },
  };
  for (const platform of ['ios', 'android'] as const) {
    const enrolment = { platform, count: devicesPerPlatform, managed: true, groups: [staff.id] };
    enrolDevices(tenant, enrolment, { seed, now: environment.now() });
  }
  return tenant;
}
