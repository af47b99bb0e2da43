import { intune } from './intune.ts';
import { ivantiEpmm } from './ivanti-epmm.ts';
import { ivantiNeurons } from './ivanti-neurons.ts';
import { otherMdm } from './other.ts';
import type { MdmVendorDefinition } from './vendor-definition.ts';
import type { MdmVendor } from './vendor-names.ts';
import { workspaceOne } from './workspace-one.ts';

/** Every vendor, in the order that forms offer them. */
export const mdmVendorCatalogue = {
  intune,
  'workspace-one': workspaceOne,
  'ivanti-neurons': ivantiNeurons,
  'ivanti-epmm': ivantiEpmm,
  other: otherMdm,
} as const satisfies { readonly [Vendor in MdmVendor]: MdmVendorDefinition<Vendor> };

export const vendorDefinition = (vendor: MdmVendor): MdmVendorDefinition => mdmVendorCatalogue[vendor];
