export type Platform = 'ios' | 'android';

export type ConfigurationValue =
  string | number | boolean | readonly ConfigurationValue[] | { readonly [key: string]: ConfigurationValue };

/** What an app finds under `com.apple.configuration.managed` or in its application restrictions. */
export type ManagedAppConfiguration = Record<string, ConfigurationValue>;

export interface Device {
  /** The vendor's id of the device, a GUID. */
  readonly id: string;
  /** The vendor's numeric id, where it has one. */
  readonly number: number;
  readonly platform: Platform;
  readonly name: string;
  readonly serialNumber: string;
  readonly userName: string;
  readonly enrolledAt: number;
  /** Groups of the vendor that the device belongs to. */
  readonly groups: string[];
  /** Whether the MDM manages the apps on it: an app the user installed gets no configuration. */
  managed: boolean;
  /** A device that is switched off does not check in, whatever was pushed; it makes up for it when switched on. */
  switchedOn: boolean;
  lastCheckInAt: number | null;
  nextCheckInAt: number | null;
  /** How often the vendor's API wrote this very device. */
  writes: number;
  /** By bundle id or package name: what the device holds now. */
  configurations: Record<string, ManagedAppConfiguration>;
}

export interface Tenant {
  readonly id: string;
  readonly number: number;
  devices: Device[];
}

/** The PingID apps as they stand in the stores. */
export const PINGID_APP = {
  ios: 'com.pingidentity.pingid.prod',
  android: 'prod.com.pingidentity.pingid',
} as const;
