import { z } from 'zod';
import { connectionReadinessSchema } from './connection-readiness.ts';
import { instantSchema, uuidSchema } from './identifiers.ts';

/** The product families an adapter exists for. `other` is any MDM without an API: export and a confirmed manual step. */
export const mdmVendors = ['intune', 'workspace-one', 'ivanti-neurons', 'ivanti-epmm', 'other'] as const;
export const mdmVendorSchema = z.enum(mdmVendors);
export type MdmVendor = z.infer<typeof mdmVendorSchema>;

export const defaultConfigurationKey = 'PINGID_MDM_TOKEN';
export const defaultApps = {
  ios: { bundleId: 'com.pingidentity.pingid.prod' },
  android: { packageName: 'prod.com.pingidentity.pingid' },
} as const;

/** The authenticator app per platform; a platform left out is not delivered to. */
export const mdmAppsSchema = z
  .strictObject({
    ios: z.strictObject({ bundleId: z.string().regex(/^[A-Za-z0-9.-]{1,155}$/) }).optional(),
    android: z.strictObject({ packageName: z.string().regex(/^[A-Za-z0-9_.]{1,255}$/) }).optional(),
  })
  .refine((apps) => apps.ios !== undefined || apps.android !== undefined, 'at least one platform is needed');
export type MdmApps = z.infer<typeof mdmAppsSchema>;

const configurationKeySchema = z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/);

/** Per-vendor settings and credentials are checked by mdm-push, which alone knows the vendors. */
const vendorFieldsSchema = z.record(z.string().max(64), z.json());

/** What an administrator says to add a connection. */
export const newMdmConnectionSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  vendor: mdmVendorSchema,
  settings: vendorFieldsSchema,
  credentials: vendorFieldsSchema,
  apps: mdmAppsSchema.default(defaultApps),
  configurationKey: configurationKeySchema.default(defaultConfigurationKey),
});
export type NewMdmConnection = z.infer<typeof newMdmConnectionSchema>;

/** What an administrator says to change a connection: what is left out stays; settings and credentials are replaced whole. */
export const mdmConnectionChangeSchema = z
  .strictObject({
    name: newMdmConnectionSchema.shape.name.optional(),
    settings: vendorFieldsSchema.optional(),
    credentials: vendorFieldsSchema.optional(),
    apps: mdmAppsSchema.optional(),
    configurationKey: configurationKeySchema.optional(),
  })
  .refine((change) => Object.values(change).some((field) => field !== undefined), 'nothing is to be changed');
export type MdmConnectionChange = z.infer<typeof mdmConnectionChangeSchema>;

/** A connection as anybody may see it: without its credentials. `version` grows at every change and is its ETag. */
export const mdmConnectionSchema = z.object({
  connectionId: uuidSchema,
  name: z.string(),
  vendor: mdmVendorSchema,
  settings: vendorFieldsSchema,
  apps: mdmAppsSchema,
  configurationKey: z.string(),
  version: z.number().int().min(1),
  createdAt: instantSchema,
  changedAt: instantSchema,
  /** As of the last look, once a day and at every test; null or left out before the first. */
  readiness: connectionReadinessSchema.nullable().optional(),
});
export type MdmConnection = z.infer<typeof mdmConnectionSchema>;
