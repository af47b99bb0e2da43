import { type Tenant } from '../vendor/tenant.ts';
import { type VendorSystem } from '../vendor/vendor-system.ts';
import { controlError } from './control-error.ts';

/** The named tenant, or the vendor's first. */
export function tenantOf<T extends Tenant>(
  vendor: Pick<VendorSystem<T>, 'tenant'>,
  id: string | undefined,
): T {
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
