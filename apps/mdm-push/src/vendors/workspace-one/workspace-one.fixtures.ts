import { SimulatedTenant } from '../../fixtures/simulators.ts';
import type { VendorSetUp } from '../../fixtures/vendor-stage.ts';

export interface WorkspaceOneTenant {
  readonly tenant: string;
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly tenantCode: string;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  readonly basic: { readonly userName: string; readonly password: string };
  readonly organizationGroup: { readonly uuid: string };
  readonly smartGroups: readonly { readonly uuid: string; readonly name: string }[];
  readonly apps: Readonly<Record<'ios' | 'android', { readonly uuid: string }>>;
}

export type WorkspaceOneSetUp = VendorSetUp & { readonly tenant: SimulatedTenant<WorkspaceOneTenant> };

export const setUpWorkspaceOne = async (url: string, variant?: string): Promise<WorkspaceOneSetUp> => {
  const tenant = await SimulatedTenant.create<WorkspaceOneTenant>(url, variant);
  const { apiUrl, tokenUrl, oauth } = tenant.described;
  return {
    tenant,
    url,
    fields: { settings: { apiUrl, tokenUrl }, credentials: oauth },
    wrongCredentials: { ...oauth, clientSecret: 'wrong' },
  };
};
