import { SimulatedTenant } from '../../fixtures/simulators.ts';
import type { VendorSetUp } from '../../fixtures/vendor-stage.ts';

export interface MobileironTenant {
  readonly tenant: string;
  readonly apiUrl: string;
  readonly userName: string;
  readonly password: string;
  readonly tokenAttribute: string;
  readonly spaces: readonly { readonly id: number; readonly isDefault: boolean }[];
}

export type MobileironSetUp = VendorSetUp & { readonly tenant: SimulatedTenant<MobileironTenant> };

export const setUpMobileiron = async (url: string, variant?: string): Promise<MobileironSetUp> => {
  const tenant = await SimulatedTenant.create<MobileironTenant>(url, variant);
  const { apiUrl, userName: username, password } = tenant.described;
  return {
    tenant,
    url,
    fields: { settings: { apiUrl }, credentials: { username, password } },
    wrongCredentials: { username, password: 'wrong' },
  };
};

/** The connection names its device space, which makes it use the API of Neurons for MDM itself. */
export const setUpWithOwnApi = async (url: string): Promise<MobileironSetUp> => {
  const setUp = await setUpMobileiron(url);
  const deviceSpaceId = setUp.tenant.described.spaces[0]?.id;
  return { ...setUp, fields: { ...setUp.fields, settings: { ...setUp.fields.settings, deviceSpaceId } } };
};
