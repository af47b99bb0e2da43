import type { Attempt } from '../mdm-vendor.ts';
import type { DeviceRow } from './mobileiron.schema.ts';

/** What an attribute of a whole fleet needs, whichever of Ivanti's APIs gives it. */
export interface FleetApi {
  /** How many devices one `setAttribute` takes. */
  readonly batchSize: number;
  attributeState(attempt: Attempt): Promise<'writable' | 'read-only' | 'missing'>;
  activeDevices(attempt: Attempt): Promise<readonly DeviceRow[]>;
  /** How many devices were reached. An empty value takes it away. */
  setAttribute(rows: readonly string[], value: string, attempt: Attempt): Promise<number>;
  forceCheckIn(deviceIds: readonly string[], attempt: Attempt): Promise<void>;
}
