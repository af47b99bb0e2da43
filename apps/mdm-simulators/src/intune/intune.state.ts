import { type Device, type Platform, type Tenant } from '../vendor/tenant.ts';

export type GraphVersion = 'v1.0' | 'beta';

export type AppType =
  | '#microsoft.graph.iosStoreApp'
  | '#microsoft.graph.iosVppApp'
  | '#microsoft.graph.managedIOSStoreApp'
  | '#microsoft.graph.androidManagedStoreApp'
  | '#microsoft.graph.win32LobApp';

export interface IntuneApp {
  readonly id: string;
  readonly type: AppType;
  readonly displayName: string;
  readonly publisher: string;
  /** Bundle id or package name. */
  readonly appId: string;
  readonly createdAt: string;
  /** Groups it is assigned to; an app assigned to nobody is on no device. */
  assignedGroups: string[];
}

export interface AssignmentTarget {
  readonly '@odata.type': string;
  readonly groupId?: string | undefined;
  readonly deviceAndAppManagementAssignmentFilterId?: string | null | undefined;
  readonly deviceAndAppManagementAssignmentFilterType?: string | undefined;
}

export interface IosSetting {
  readonly appConfigKey: string;
  readonly appConfigKeyType: 'stringType' | 'integerType' | 'realType' | 'booleanType' | 'tokenType';
  readonly appConfigKeyValue: string;
}

export interface DeviceReport {
  readonly version: number;
  readonly status: 'compliant' | 'conflict' | 'error' | 'notApplicable';
  readonly at: number;
}

interface PolicyBase {
  readonly id: string;
  readonly createdDateTime: string;
  displayName: string;
  description: string | null;
  targetedMobileApps: string[];
  roleScopeTagIds: string[];
  version: number;
  lastModifiedDateTime: string;
  visibleAt: number;
  targets: AssignmentTarget[];
  reports: Record<string, DeviceReport>;
}

export interface IosPolicy extends PolicyBase {
  readonly platform: 'ios';
  settings: IosSetting[];
  encodedSettingXml: string | null;
}

export interface AndroidPolicy extends PolicyBase {
  readonly platform: 'android';
  readonly packageId: string;
  payloadJson: string | null;
  permissionActions: { permission: string; action: string }[];
  profileApplicability: string;
  connectedAppsEnabled: boolean;
}

export type Policy = IosPolicy | AndroidPolicy;

export interface IntuneBehaviour {
  /** PATCH answers 200 with the body, as documented, rather than 204 as observed. */
  patchAnswersBody: boolean;
  /** Plain `/assign` works, as documented, rather than being refused as observed. */
  plainAssignWorks: boolean;
  /** How long a new policy stays 404 after it was created. */
  visibleAfterMs: number;
  /** How old the device status summary may be. */
  summaryLagMs: number;
  /** Multi Admin Approval: writes without justification are refused, with one they wait for approval. */
  multiAdminApproval: boolean;
  /** A tenant without Intune refuses everything. */
  licensed: boolean;
  /** Enforce the documented numbers of requests per 20 seconds. */
  throttling: boolean;
  /** Rows of a page at most. */
  pageSizeMax: number;
  /** `odd`: links with the address in capitals, and null on the last page, as some answers have them. */
  nextLinks: 'plain' | 'odd';
}

export interface StatusSummary {
  readonly at: number;
  readonly version: number;
  readonly pending: number;
  readonly notApplicable: number;
  readonly success: number;
  readonly error: number;
  readonly conflict: number;
}

export interface IntuneTenant extends Tenant {
  readonly domain: string;
  readonly signingKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM; null: none is registered with the application. */
  clientCertificate: string | null;
  roles: string[];
  readonly groups: { readonly id: string; readonly displayName: string }[];
  apps: IntuneApp[];
  policies: Policy[];
  summaries: Record<string, StatusSummary>;
  /** Null: no certificate was uploaded. */
  apnsExpiresAt: string | null;
  bindStatus: 'notBound' | 'bound' | 'boundAndValidated' | 'unbinding';
  syncRequests: Record<string, { requestedAt: number }>;
  created: number;
  readonly behaviour: IntuneBehaviour;
}

export const POLICY_TYPE: Record<Platform, string> = {
  ios: '#microsoft.graph.iosMobileAppConfiguration',
  android: '#microsoft.graph.androidManagedStoreAppConfiguration',
};

export function platformOfApp(app: IntuneApp): Platform | null {
  if (app.type === '#microsoft.graph.androidManagedStoreApp') {
    return 'android';
  }
  return app.type === '#microsoft.graph.win32LobApp' ? null : 'ios';
}

export function isInGroup(device: Device, groupId: string | undefined): boolean {
  return groupId !== undefined && device.groups.includes(groupId);
}
