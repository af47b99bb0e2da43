import { type FilterScope, type ODataRecord } from './odata-filter.ts';
import { type GraphVersion, type IntuneApp, type IntuneTenant } from './intune.state.ts';

const BASE = [
  'id',
  'displayName',
  'description',
  'publisher',
  'largeIcon',
  'createdDateTime',
  'lastModifiedDateTime',
  'isFeatured',
  'privacyInformationUrl',
  'informationUrl',
  'owner',
  'developer',
  'notes',
  'publishingState',
];
const BETA_ONLY = [
  'isAssigned',
  'uploadState',
  'roleScopeTagIds',
  'dependentAppCount',
  'supersedingAppCount',
];

export function mobileAppScope(version: GraphVersion): FilterScope {
  return {
    typeName: 'microsoft.graph.mobileApp',
    properties: new Set(version === 'beta' ? [...BASE, ...BETA_ONLY] : BASE),
  };
}

function androidFields(app: IntuneApp): ODataRecord {
  return {
    packageId: app.appId,
    appIdentifier: app.appId,
    appStoreUrl: `https://play.google.com/store/apps/details?id=${app.appId}`,
    isPrivate: false,
    isSystemApp: false,
    supportsOemConfig: false,
    appTracks: [],
    usedLicenseCount: 0,
    totalLicenseCount: 0,
  };
}

function iosFields(app: IntuneApp): ODataRecord {
  return {
    bundleId: app.appId,
    appStoreUrl: `https://apps.apple.com/us/app/${app.appId}/id000000000`,
    applicableDeviceType: { iPad: true, iPhoneAndIPod: true },
    minimumSupportedOperatingSystem: { v8_0: true, v9_0: false },
    ...(app.type === '#microsoft.graph.managedIOSStoreApp' ? { appAvailability: 'global' } : {}),
  };
}

function typedFields(app: IntuneApp, version: GraphVersion): ODataRecord {
  if (app.type === '#microsoft.graph.androidManagedStoreApp') {
    // Version 1.0 does not know the type: the record comes back bare.
    return version === 'beta' ? { '@odata.type': app.type, ...androidFields(app) } : {};
  }
  return { '@odata.type': app.type, ...(app.type === '#microsoft.graph.win32LobApp' ? {} : iosFields(app)) };
}

function betaFields(app: IntuneApp): ODataRecord {
  return {
    isAssigned: app.assignedGroups.length > 0,
    uploadState: 1,
    roleScopeTagIds: ['0'],
    dependentAppCount: 0,
    supersedingAppCount: 0,
  };
}

/** https://learn.microsoft.com/graph/api/resources/intune-apps-mobileapp */
export function mobileAppRecord(app: IntuneApp, version: GraphVersion): ODataRecord {
  return {
    ...typedFields(app, version),
    id: app.id,
    displayName: app.displayName,
    description: app.displayName,
    publisher: app.publisher,
    largeIcon: null,
    createdDateTime: app.createdAt,
    lastModifiedDateTime: app.createdAt,
    isFeatured: false,
    privacyInformationUrl: null,
    informationUrl: null,
    owner: '',
    developer: '',
    notes: '',
    publishingState: 'published',
    ...(version === 'beta' ? betaFields(app) : {}),
  };
}

export function findApp(tenant: IntuneTenant, id: string): IntuneApp | undefined {
  return tenant.apps.find((app) => app.id === id.toLowerCase());
}
