import { workspaceOneCredentialsSchema, workspaceOneSettingsSchema } from '@mdm-gate/contracts';
import { z } from 'zod';

const [byOAuth, byPassword, byCertificate] = workspaceOneCredentialsSchema.options;

/** Settings and credentials of a connection to Workspace ONE UEM, as they are kept: a PKCS#12 file is opened before. */
export const workspaceOneFieldsSchema = z.strictObject({
  settings: workspaceOneSettingsSchema,
  credentials: z.union([byOAuth, byPassword, byCertificate]),
});
export type WorkspaceOneCredentials = z.infer<typeof workspaceOneFieldsSchema>['credentials'];
export type WorkspaceOneFields = z.infer<typeof workspaceOneFieldsSchema>;

export const appRowSchema = z.looseObject({
  ApplicationName: z.string().nullish(),
  BundleId: z.string().nullish(),
  AppType: z.string().nullish(),
  Status: z.string().nullish(),
  Platform: z.union([z.number(), z.string()]),
  OrganizationGroupUuid: z.string().nullish(),
  LocationGroupId: z.number().nullish(),
  Uuid: z.string(),
});
export type AppRow = z.infer<typeof appRowSchema>;

export const appSearchSchema = z.object({ Application: z.array(appRowSchema), Total: z.number().nullish() });

export const deploymentCountsSchema = z.object({
  assigned_count: z.number().int().min(0),
  installed_count: z.number().int().min(0),
});
export type DeploymentCounts = z.infer<typeof deploymentCountsSchema>;

export const applePushSchema = z.object({ valid_to: z.string() });

export const airwatchErrorSchema = z.looseObject({
  errorCode: z.union([z.number(), z.string()]).transform(Number).optional(),
  message: z.string().nullish(),
});
