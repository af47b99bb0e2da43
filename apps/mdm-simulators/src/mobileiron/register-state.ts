import { type Device } from '../vendor/tenant.ts';
import { defaultSpace, type MobileironTenant } from './mobileiron.state.ts';

/** A device as enrolled: another attribute already has a value, which a careless write would lose. */
export function registerState(
  tenant: MobileironTenant,
  device: Device,
  spaceId = defaultSpace(tenant).id,
): void {
  const attributes = { costcenter: `cc${device.number % 7}` };
  tenant.deviceStates[device.id] = {
    spaceId,
    attributes,
    reported: { ...attributes },
    checkInsLeft: 1,
    failed: false,
    pushes: 0,
  };
}
