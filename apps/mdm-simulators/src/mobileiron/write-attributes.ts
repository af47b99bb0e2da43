import { type Device } from '../vendor/tenant.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { type MobileironTenant, stateOf } from './mobileiron.state.ts';

function equal(left: Readonly<Record<string, string>>, right: Readonly<Record<string, string>>): boolean {
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].every((name) => left[name] === right[name]);
}

/**
 * Gives the device its attributes. Neurons pushes the configurations that refer to a changed attribute again;
 * of EPMM no such promise is known, so that there the device comes when it comes.
 */
export function writeAttributes(
  system: MobileironSystem,
  tenant: MobileironTenant,
  write: { device: Device; attributes: Record<string, string> },
): void {
  const state = stateOf(tenant, write.device.id);
  write.device.writes += 1;
  if (!equal(state.attributes, write.attributes)) {
    state.attributes = write.attributes;
    system.awaitCheckIn(tenant, write.device);
    if (tenant.product === 'nmdm') {
      system.push(tenant, [write.device]);
    }
  }
  system.devicesChanged(tenant, [write.device]);
}
