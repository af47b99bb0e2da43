import { intuneCredentialsSchema, intuneSettingsSchema } from '@mdm-gate/contracts';
import { z } from 'zod';

const [bySecret, byCertificate] = intuneCredentialsSchema.options;

/** Settings and credentials of a connection to Microsoft Intune, as they are kept: a PKCS#12 file is opened before. */
export const intuneFieldsSchema = z.strictObject({
  settings: intuneSettingsSchema,
  credentials: z.union([bySecret, byCertificate]),
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

/** What we know of an app configuration policy, of any type; the rest of it is kept as it is written. */
export const configurationSchema = z.looseObject({
  '@odata.type': z.string().optional(),
  id: z.string(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
  createdDateTime: z.string().nullish(),
  version: z.number().int().nullish(),
  targetedMobileApps: z.array(z.string()).nullish(),
});
export type Configuration = z.infer<typeof configurationSchema>;

export const assignmentSchema = z.looseObject({
  target: z.looseObject({ '@odata.type': z.string(), groupId: z.string().nullish() }),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** `@odata.count` is wrong in the field (0 beside nine rows) and is not read. */
export const pageSchema = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
});

export const applePushSchema = z.object({ expirationDateTime: z.iso.datetime({ offset: true }) });

export const managedPlaySchema = z.object({ bindStatus: z.string().regex(/^[A-Za-z]{1,40}$/) });

export const graphErrorSchema = z.object({
  error: z.looseObject({ code: z.string(), message: z.string().default('') }),
});

/** Stands as a text in the message of an error. */
export const intuneMessageSchema = z.looseObject({ Message: z.string() });

export const signInErrorSchema = z.object({
  error: z.string(),
  error_description: z.string().default(''),
  error_codes: z.array(z.number()).default([]),
});
