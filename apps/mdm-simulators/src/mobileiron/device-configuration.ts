import { seededInteger } from '../vendor/seeded.ts';
import { type Device, type ManagedAppConfiguration, PINGID_APP } from '../vendor/tenant.ts';
import { withoutKey } from '../vendor/without-key.ts';
import { type MobileironTenant, stateOf } from './mobileiron.state.ts';

const VARIABLE = { nmdm: /\$\{([^}]+)\}/gu, epmm: /\$([A-Za-z0-9_-]+)\$/gu } as const;

/** Null when a variable has no value: what the device then gets is not documented, here the entry is left out. */
function substitute(
  text: string,
  pattern: RegExp,
  attributes: Readonly<Record<string, string>>,
): string | null {
  const names = [...text.matchAll(pattern)].map(([, name]) => name ?? '');
  const isComplete = names.every((name) => (attributes[name] ?? '') !== '');
  return isComplete ? text.replace(pattern, (_match, name: string) => attributes[name] ?? '') : null;
}

function configurationFor(tenant: MobileironTenant, device: Device): ManagedAppConfiguration {
  const { catalog, plist } = tenant.appConfigurations[device.platform];
  const { attributes } = stateOf(tenant, device.id);
  return Object.fromEntries(
    Object.entries(catalog ?? plist ?? {}).flatMap(([key, text]) => {
      const value = substitute(text, VARIABLE[tenant.product], attributes);
      return value === null ? [] : [[key, value]];
    }),
  );
}

function apply(tenant: MobileironTenant, device: Device): void {
  const app = PINGID_APP[device.platform];
  const others = withoutKey(device.configurations, app);
  const configuration = configurationFor(tenant, device);
  device.configurations =
    Object.keys(configuration).length === 0 ? others : { ...others, [app]: configuration };
}

/** A changed configuration waits for the device: it is applied at the first or at the second check-in. */
export function awaitCheckIn(tenant: MobileironTenant, device: Device, seed: number): void {
  const state = stateOf(tenant, device.id);
  state.pushes += 1;
  state.checkInsLeft = seededInteger({ min: 1, max: 2 }, seed, 'check-ins', device.id, state.pushes);
}

/** The device checks in. True: it needs another check-in before it has the configuration. */
export function takeUpMobileironConfiguration(tenant: MobileironTenant, device: Device): boolean {
  const state = stateOf(tenant, device.id);
  state.reported = { ...state.attributes };
  if (state.checkInsLeft === 0 || state.failed || !device.managed) {
    return false;
  }
  state.checkInsLeft -= 1;
  if (state.checkInsLeft > 0) {
    return true;
  }
  if (tenant.behaviour.installFailures > 0) {
    tenant.behaviour.installFailures -= 1;
    state.failed = true;
  } else {
    apply(tenant, device);
  }
  return false;
}
