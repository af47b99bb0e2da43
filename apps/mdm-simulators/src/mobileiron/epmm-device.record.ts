import { type Device } from '../vendor/tenant.ts';
import { type MobileironTenant, stateOf } from './mobileiron.state.ts';

const iso = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString();

function platformFields(device: Device): Record<string, unknown> {
  return device.platform === 'ios'
    ? {
        'common.platform': 'iOS',
        'common.platform_name': 'iOS 18.1',
        'common.os_version': '18.1',
        'common.mdm_managed': device.managed,
        'ios.iPhone UDID': device.id.replaceAll('-', ''),
      }
    : {
        'common.platform': 'Android',
        'common.platform_name': 'Android 15',
        'common.os_version': '15',
        'common.mdm_managed': null,
        'android.afw_capable': true,
      };
}

/** Flat, with dots in the names. */
export function epmmDeviceRow(tenant: MobileironTenant, device: Device): Record<string, unknown> {
  const personal = (text: string): string => (tenant.behaviour.gdprProfile ? '****' : text);
  const attributes = Object.entries(stateOf(tenant, device.id).reported);
  return {
    'common.uuid': device.id,
    'common.id': device.number,
    'common.status': 'ACTIVE',
    'common.last_connected_at': iso(device.lastCheckInAt),
    'common.miclient_last_connected_at': iso(device.lastCheckInAt),
    'common.registration_date': iso(device.enrolledAt),
    'common.SerialNumber': personal(device.serialNumber),
    'common.compliant': true,
    'common.quarantined': false,
    'common.security_state': 'Ok',
    'user.user_id': personal(device.userName),
    'user.email_address': personal(device.userName),
    'user.display_name': personal(device.name),
    ...platformFields(device),
    ...Object.fromEntries(attributes.map(([name, value]) => [`custom.device.${name}`, value])),
  };
}
