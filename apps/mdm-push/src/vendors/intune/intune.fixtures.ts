import { SimulatedTenant } from '../../fixtures/simulators.ts';
import type { VendorSetUp } from '../../fixtures/vendor-stage.ts';

export interface IntuneTenant {
  readonly tenant: string;
  readonly loginUrl: string;
  readonly graphUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly staffGroupId: string;
}

export type IntuneSetUp = VendorSetUp & { readonly tenant: SimulatedTenant<IntuneTenant> };

export const setUpIntune = async (url: string, variant?: string): Promise<IntuneSetUp> => {
  const tenant = await SimulatedTenant.create<IntuneTenant>(url, variant);
  const { tenantId, graphUrl, loginUrl, staffGroupId, clientId, clientSecret } = tenant.described;
  return {
    tenant,
    url,
    fields: {
      settings: { tenantId, graphUrl, loginUrl, assignToGroupIds: [staffGroupId] },
      credentials: { clientId, clientSecret },
    },
    wrongCredentials: { clientId, clientSecret: 'wrong' },
  };
};
