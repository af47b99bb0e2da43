import { type VendorSystem } from '../vendor/vendor-system.ts';
import { type IntuneTenant, type Policy } from './intune.state.ts';
import { type IntuneThrottle } from './throttle.ts';

/** What the routes of Graph need of the Intune behind them. */
export interface IntuneSystem extends VendorSystem<IntuneTenant> {
  readonly throttle: IntuneThrottle;
  /** Decides ids. */
  readonly seed: number;
  /** Devices that the policy concerns check in soon. */
  notify(tenant: IntuneTenant, policy: Policy): void;
}
