import { type Device } from '../vendor/tenant.ts';
import { type MobileironTenant, stateOf } from './mobileiron.state.ts';

/** A row of the device list: attribute values come as lists of one. */
export function nmdmDeviceRow(tenant: MobileironTenant, device: Device): Record<string, unknown> {
  const state = stateOf(tenant, device.id);
  const hides = tenant.behaviour.gdprProfile;
  const isAndroid = device.platform === 'android';
  return {
    id: device.number,
    guid: device.id,
    platformType: isAndroid ? 'ANDROID' : 'IOS',
    platformVersion: '18.0',
    registrationState: 'ACTIVE',
    lastCheckin: device.lastCheckInAt,
    clientLastCheckin: device.lastCheckInAt,
    lastRegistrationTime: device.enrolledAt,
    displayName: device.name,
    serialNumber: hides ? '****' : device.serialNumber,
    emailAddress: hides ? '****' : device.userName,
    uid: hides ? '****' : device.userName,
    ownerId: device.number,
    customAttributes: {
      attrs: Object.fromEntries(Object.entries(state.attributes).map(([name, value]) => [name, [value]])),
    },
    dmPartitionId: state.spaceId,
    dmPartitionName: tenant.spaces.find(({ id }) => id === state.spaceId)?.name ?? null,
    androidManagedByGoogle: isAndroid,
    androidDeviceOwnerModeEnabled: false,
    mamOnly: false,
    quarantined: false,
    blocked: false,
  };
}

/** What only the detail call shows. */
export function nmdmDeviceDetail(tenant: MobileironTenant, device: Device): Record<string, unknown> {
  const isAndroid = device.platform === 'android';
  return {
    ...nmdmDeviceRow(tenant, device),
    groups: [{ id: 1, name: 'All Devices', type: 'DYNAMIC', systemName: 'ALL_DEVICES' }],
    androidWorkEnabled: isAndroid,
    androidWorkProfileEnabled: isAndroid,
    androidDeviceOwnerEnabled: false,
    apnsCapable: !isAndroid,
    clientRegistered: true,
    appFeedbackLastSync: null,
  };
}
