import { vendorDefinition } from './vendor-catalogue.ts';
import { mdmVendors, type MdmVendor } from './vendor-names.ts';

/** What in the value the vendor's MDM would replace before a device gets it, by an example of its kind; null for nothing. */
export const replacedIn = (vendor: MdmVendor, value: string): string | null =>
  vendorDefinition(vendor).replaces.find(({ pattern }) => pattern.test(value))?.like ?? null;

/** The vendors whose MDM would replace something in the value. */
export const vendorsReplacing = (value: string): readonly MdmVendor[] =>
  mdmVendors.filter((vendor) => replacedIn(vendor, value) !== null);
