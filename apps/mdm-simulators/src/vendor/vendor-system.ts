import { type FaultPlan } from '../faults/fault-plan.ts';
import { type Device, type Tenant } from './tenant.ts';

/** What the routes of a vendor's API need of the system behind them. */
export interface VendorSystem<T extends Tenant> {
  readonly faults: Pick<FaultPlan, 'has'>;
  tenants(): readonly T[];
  tenant(id: string | undefined): T | undefined;
  /** Asks devices to check in; each comes after its own delay. */
  push(tenant: T, devices: readonly Device[]): void;
  /** To be called after a change of anything but devices. */
  tenantChanged(tenant: T): void;
  /** To be called after a change of devices. */
  devicesChanged(tenant: T, devices: readonly Device[]): void;
}
