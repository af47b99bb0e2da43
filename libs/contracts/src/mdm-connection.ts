import { z } from 'zod';
import { connectionReadinessSchema } from './connection-readiness.ts';
import { instantSchema, uuidSchema } from './identifiers.ts';
import {
  configurationKeySchema,
  connectionFields,
  connectionNameSchema,
  mdmAppsSchema,
} from './mdm-vendors/connection-fields.ts';
import { anyCredentialsSchema, anySettingsSchema } from './mdm-vendors/any-vendor.ts';
import { mdmVendorCatalogue, vendorDefinition } from './mdm-vendors/vendor-catalogue.ts';
import type { MdmVendorDefinition } from './mdm-vendors/vendor-definition.ts';
import { mdmVendorSchema, type MdmVendor } from './mdm-vendors/vendor-names.ts';

const newConnectionTo = <
  Vendor extends MdmVendor,
  Settings extends z.ZodObject,
  Credentials extends z.ZodUnion<readonly z.ZodObject[]>,
>({
  vendor,
  name,
  settings,
  credentials,
}: MdmVendorDefinition<Vendor, Settings, Credentials>) =>
  z
    .strictObject({
      name: connectionFields.name,
      vendor: z.literal(vendor),
      settings,
      credentials,
      apps: connectionFields.apps,
      configurationKey: connectionFields.configurationKey,
    })
    .meta({ title: name });

/** What an administrator says to add a connection. */
export const newMdmConnectionSchema = z.discriminatedUnion('vendor', [
  newConnectionTo(mdmVendorCatalogue.intune),
  newConnectionTo(mdmVendorCatalogue['workspace-one']),
  newConnectionTo(mdmVendorCatalogue['ivanti-neurons']),
  newConnectionTo(mdmVendorCatalogue['ivanti-epmm']),
  newConnectionTo(mdmVendorCatalogue.other),
]);
export type NewMdmConnection = z.infer<typeof newMdmConnectionSchema>;

/**
 * What is said to change a connection: what is left out stays; settings and credentials are replaced whole. They are
 * those of the connection's vendor, see `mdmConnectionChangeTo`.
 */
export const mdmConnectionChangeSchema = z
  .strictObject({
    name: connectionNameSchema.optional(),
    settings: anySettingsSchema.optional(),
    credentials: anyCredentialsSchema.optional(),
    apps: mdmAppsSchema.optional(),
    configurationKey: configurationKeySchema.optional(),
  })
  .refine((change) => Object.values(change).some((field) => field !== undefined), 'nothing is to be changed')
  .meta({ examples: [{ name: 'Intune, Europe' }] });
export type MdmConnectionChange = z.infer<typeof mdmConnectionChangeSchema>;

/** The settings and credentials of a change to a connection of that vendor. */
export const mdmConnectionChangeTo = (vendor: MdmVendor) => {
  const { settings, credentials } = vendorDefinition(vendor);
  return z.looseObject({ settings: settings.optional(), credentials: credentials.optional() });
};

/** A connection as anybody may see it: without its credentials. `version` grows at every change and is its ETag. */
export const mdmConnectionSchema = z.object({
  connectionId: uuidSchema,
  name: z.string(),
  vendor: mdmVendorSchema,
  settings: anySettingsSchema,
  apps: mdmAppsSchema,
  configurationKey: z.string(),
  version: z.number().int().min(1),
  createdAt: instantSchema,
  changedAt: instantSchema,
  /**
   * As of the last look: within a minute or two of when it was added or changed, once a day if the MDM has an API, and at
   * every test. Null or left out before the first.
   */
  readiness: connectionReadinessSchema.nullable().optional(),
});
export type MdmConnection = z.infer<typeof mdmConnectionSchema>;
