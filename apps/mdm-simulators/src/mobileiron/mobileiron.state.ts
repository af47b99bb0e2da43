import { type Platform, type Tenant } from '../vendor/tenant.ts';

/** Ivanti Neurons for MDM (MobileIron Cloud) and Ivanti EPMM (MobileIron Core). */
export type Product = 'nmdm' | 'epmm';

export interface DeviceState {
  readonly spaceId: number;
  /** What the server has; a device knows it after its next check-in. */
  attributes: Record<string, string>;
  /** What the server shows on Common Platform Services: as of the last check-in. */
  reported: Record<string, string>;
  /** Check-ins until a changed configuration is applied; 0: nothing is waiting. */
  checkInsLeft: number;
  /** A failed installation stays failed until the administrator retries. */
  failed: boolean;
  pushes: number;
}

/** What the administrator typed into the portal: no API reads or writes it. Values may hold variables. */
export type AppConfigurationEntries = Record<string, string>;

export interface AppConfiguration {
  catalog: AppConfigurationEntries | null;
  /** EPMM only; the one of the catalogue goes before it. */
  plist: AppConfigurationEntries | null;
}

export interface Space {
  readonly id: number;
  readonly name: string;
  readonly isDefault: boolean;
}

export interface MobileironBehaviour {
  cpsRole: boolean;
  deviceManagementRole: boolean;
  /** The evaluation licence has run out: everything is 401. */
  suspended: boolean;
  /** Serial numbers and users come back obfuscated. */
  gdprProfile: boolean;
  /** Enforce the documented numbers of calls a minute. */
  throttling: boolean;
  /** Installations that fail next, each on another device. */
  installFailures: number;
  pageSizeMax: number;
  locksAfter: number;
}

export interface MobileironTenant extends Tenant {
  readonly product: Product;
  readonly userName: string;
  readonly password: string;
  readonly spaces: Space[];
  deviceAttributes: string[];
  readonly appConfigurations: Record<Platform, AppConfiguration>;
  readonly deviceStates: Record<string, DeviceState>;
  serverVersion: string;
  readonly behaviour: MobileironBehaviour;
}

export function stateOf(tenant: MobileironTenant, deviceId: string): DeviceState {
  const fresh = { attributes: {}, reported: {}, checkInsLeft: 0, failed: false, pushes: 0 };
  return (tenant.deviceStates[deviceId] ??= { ...fresh, spaceId: defaultSpace(tenant).id });
}

export function defaultSpace(tenant: MobileironTenant): Space {
  return tenant.spaces.find(({ isDefault }) => isDefault) ?? { id: 0, name: 'Default', isDefault: true };
}
