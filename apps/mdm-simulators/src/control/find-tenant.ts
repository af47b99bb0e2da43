import { type Tenant } from '../vendor/tenant.ts';
import { type VendorSimulator } from '../vendor/vendor-simulator.ts';
import { controlError } from './control-error.ts';

/** The named tenant, or the vendor's first. */
export function tenantOf<T extends Tenant, S>(vendor: VendorSimulator<T, S>, id: string | undefined): T {
  const tenant = vendor.tenant(id);
  if (tenant === undefined) {
    throw controlError(
      404,
      'sim-tenant-unknown',
      `There is no tenant ${id ?? ''}: GET /__sim/tenants lists them.`,
    );
  }
  return tenant;
}
