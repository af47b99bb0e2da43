import { enrolDevices } from '../vendor/new-devices.ts';
import { seededSecret } from '../vendor/seeded.ts';
import { type Platform } from '../vendor/tenant.ts';
import { type VendorEnvironment } from '../vendor/vendor-simulator.ts';
import {
  type AppConfiguration,
  type MobileironBehaviour,
  type MobileironTenant,
  type Product,
} from './mobileiron.state.ts';
import { registerState } from './register-state.ts';

/** Lower case without spaces, as the only recorded name is. */
export const TOKEN_ATTRIBUTE = 'pingidmdmtoken';

function preparedConfiguration(product: Product): AppConfiguration {
  const variable = product === 'nmdm' ? `\${${TOKEN_ATTRIBUTE}}` : `$${TOKEN_ATTRIBUTE}$`;
  return { catalog: { PINGID_MDM_TOKEN: variable, supportContact: 'help@example.com' }, plist: null };
}

const usual: MobileironBehaviour = {
  cpsRole: true,
  deviceManagementRole: true,
  suspended: false,
  gdprProfile: false,
  throttling: true,
  installFailures: 0,
  pageSizeMax: 500,
  locksAfter: 5,
};

/** A tenant as after the administrator's set-up: attribute defined, app configurations that refer to it. */
export function seedMobileironTenant(
  number: number,
  variant: string | undefined,
  environment: VendorEnvironment,
): MobileironTenant {
  const { seed, devicesPerPlatform } = environment.fleet;
  const product: Product = variant === 'epmm' ? 'epmm' : 'nmdm';
  const main = {
    id: product === 'epmm' ? 1 : number * 100,
    name: product === 'epmm' ? 'Global' : 'Default Space',
    isDefault: true,
  };
  const tenant: MobileironTenant = {
    id: `${product}-${number}`,
    number,
    product,
    userName: `api${number}@mdm.example.com`,
    password: seededSecret(seed, 'mobileiron', number),
    spaces: [main],
    deviceAttributes: [TOKEN_ATTRIBUTE, 'costcenter'],
    appConfigurations: { ios: preparedConfiguration(product), android: preparedConfiguration(product) },
    deviceStates: {},
    serverVersion: '12.8.0.1',
    devices: [],
    behaviour: { ...usual },
  };
  const enrol = (platform: Platform, count: number, spaceId: number): void => {
    const origin = { seed, now: environment.now() };
    for (const device of enrolDevices(tenant, { platform, count, managed: true, groups: [] }, origin)) {
      registerState(tenant, device, spaceId);
    }
  };
  enrol('ios', devicesPerPlatform, main.id);
  enrol('android', devicesPerPlatform, main.id);
  if (variant === 'two-spaces') {
    const second = { id: main.id + 1, name: 'Warehouse', isDefault: false };
    tenant.spaces.push(second);
    enrol('ios', devicesPerPlatform, second.id);
    enrol('android', devicesPerPlatform, second.id);
  }
  return tenant;
}
