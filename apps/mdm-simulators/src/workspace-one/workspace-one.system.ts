import { type Lockouts } from '../vendor/lockouts.ts';
import { type VendorSystem } from '../vendor/vendor-system.ts';
import { type MinuteRates } from './minute-rates.ts';
import { type UemApp, type WorkspaceOneTenant } from './workspace-one.state.ts';

/** What the routes of the REST API need of the UEM behind them. */
export interface WorkspaceOneSystem extends VendorSystem<WorkspaceOneTenant> {
  readonly rates: MinuteRates;
  readonly lockouts: Lockouts;
  /** The app goes to its assigned devices, which check in soon. */
  publish(tenant: WorkspaceOneTenant, app: UemApp): void;
}
