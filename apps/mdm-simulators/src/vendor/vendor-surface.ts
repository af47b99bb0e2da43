import { type FaultPlan } from '../faults/fault-plan.ts';
import { type RequestJournal } from './request-journal.ts';

/** What the server needs of a vendor, whatever its tenants look like. */
export interface VendorSurface {
  readonly journal: RequestJournal;
  readonly faults: FaultPlan;
  errorBody(status: number, message: string, url: string): unknown;
}
