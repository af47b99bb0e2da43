import { type FaultPlan } from '../faults/fault-plan.ts';
import { type HandEdit } from './hand-edit.ts';
import { type RequestJournal } from './request-journal.ts';

/** What the server needs of a vendor, whatever its tenants look like. */
export interface VendorSurface {
  readonly journal: RequestJournal;
  readonly faults: FaultPlan;
  /** An administrator of the tenant edits in the vendor's console. False: there is nothing of that kind to edit. */
  editByHand(tenantId: string | undefined, edit: HandEdit): boolean;
  errorBody(status: number, message: string, url: string): unknown;
}
