import { intuneCredentialsSchema, intuneSettingsSchema } from '@mdm-gate/contracts';
import { z } from 'zod';
import { refuseUnreadable } from '../http/client-certificate.schema.ts';

/** Settings and credentials of a connection to Microsoft Intune. */
export const intuneFieldsSchema = z.strictObject({
  settings: intuneSettingsSchema,
  credentials: intuneCredentialsSchema.superRefine(refuseUnreadable),
});
export type IntuneCredentials = z.infer<typeof intuneFieldsSchema>['credentials'];
export type IntuneFields = z.infer<typeof intuneFieldsSchema>;

export const mobileAppSchema = z.looseObject({
  '@odata.type': z.string().optional(),
  id: z.string(),
  bundleId: z.string().nullish(),
  packageId: z.string().nullish(),
  isAssigned: z.boolean().nullish(),
});
export type MobileApp = z.infer<typeof mobileAppSchema>;

export const iosSettingSchema = z.looseObject({
  appConfigKey: z.string(),
  appConfigKeyType: z.string(),
  appConfigKeyValue: z.string(),
});
export type IosSetting = z.infer<typeof iosSettingSchema>;

/** An app configuration policy, of either platform; what we do not know of it is kept as it is. */
export const configurationSchema = z.looseObject({
  '@odata.type': z.string().optional(),
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  version: z.number().int().nullish(),
  targetedMobileApps: z.array(z.string()).nullish(),
  settings: z.array(iosSettingSchema).nullish(),
  encodedSettingXml: z.string().nullish(),
  payloadJson: z.string().nullish(),
});
export type Configuration = z.infer<typeof configurationSchema>;

/** Base64 of this stands in `payloadJson`. */
export const androidPayloadSchema = z.looseObject({
  managedProperty: z
    .array(z.looseObject({ key: z.string(), valueString: z.string().optional() }))
    .default([]),
});
export type AndroidPayload = z.infer<typeof androidPayloadSchema>;

export const assignmentSchema = z.looseObject({
  target: z.looseObject({ '@odata.type': z.string(), groupId: z.string().nullish() }),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** `@odata.count` is wrong in the field (0 beside nine rows) and is not read. */
export const pageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
});

export const statusSummarySchema = z.object({
  configurationVersion: z.number().int(),
  pendingCount: z.number().int().default(0),
  successCount: z.number().int().default(0),
  errorCount: z.number().int().default(0),
  failedCount: z.number().int().default(0),
  conflictCount: z.number().int().default(0),
  lastUpdateDateTime: z.string(),
});
export type StatusSummary = z.infer<typeof statusSummarySchema>;

export const applePushSchema = z.object({ expirationDateTime: z.iso.datetime({ offset: true }) });

export const managedPlaySchema = z.object({ bindStatus: z.string().regex(/^[A-Za-z]{1,40}$/) });

export const graphErrorSchema = z.object({
  error: z.looseObject({ code: z.string(), message: z.string().default('') }),
});

export const signInErrorSchema = z.object({
  error: z.string(),
  error_codes: z.array(z.number()).default([]),
});
