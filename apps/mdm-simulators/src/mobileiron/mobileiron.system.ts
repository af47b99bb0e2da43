import { type Lockouts } from '../vendor/lockouts.ts';
import { type Device, type Platform } from '../vendor/tenant.ts';
import { type VendorSystem } from '../vendor/vendor-system.ts';
import { type CpsLimits } from './cps-limits.ts';
import { type MobileironTenant } from './mobileiron.state.ts';

/** What the routes of Ivanti's APIs need of the system behind them. */
export interface MobileironSystem extends VendorSystem<MobileironTenant> {
  readonly cpsLimits: CpsLimits;
  readonly lockouts: Lockouts;
  /** The device takes up what it was given at one of its next check-ins. */
  awaitCheckIn(tenant: MobileironTenant, device: Device): void;
  /** The configuration itself changed: every device of the platform gets it anew. */
  pushConfiguration(tenant: MobileironTenant, platform: Platform): void;
}
