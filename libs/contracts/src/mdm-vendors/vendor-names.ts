import { z } from 'zod';

/** The product families an adapter exists for. `other` is any MDM without an API: export and a confirmed manual step. */
export const mdmVendors = ['intune', 'workspace-one', 'ivanti-neurons', 'ivanti-epmm', 'other'] as const;
export const mdmVendorSchema = z.enum(mdmVendors);
export type MdmVendor = z.infer<typeof mdmVendorSchema>;
