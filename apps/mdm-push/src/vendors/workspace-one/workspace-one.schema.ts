import { workspaceOneCredentialsSchema, workspaceOneSettingsSchema } from '@mdm-gate/contracts';
import { z } from 'zod';
import { refuseUnreadable } from '../http/client-certificate.schema.ts';

/** Settings and credentials of a connection to Workspace ONE UEM. */
export const workspaceOneFieldsSchema = z.strictObject({
  settings: workspaceOneSettingsSchema,
  credentials: workspaceOneCredentialsSchema.superRefine(refuseUnreadable),
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

export const appSearchSchema = z.object({ Application: z.array(appRowSchema), Total: z.number().optional() });

export const configurationEntrySchema = z.looseObject({
  key: z.string(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
});
export type ConfigurationEntry = z.infer<typeof configurationEntrySchema>;

export const ruleSchema = z.looseObject({
  priority: z.number(),
  distribution: z.looseObject({ name: z.string(), smart_groups: z.array(z.string()).default([]) }),
  application_configuration: z.array(configurationEntrySchema).nullish(),
});
export type AssignmentRule = z.infer<typeof ruleSchema>;

/** The whole document; whatever else it holds is sent back as it came. */
export const assignmentRulesSchema = z.looseObject({ assignments: z.array(ruleSchema).default([]) });
export type AssignmentRules = z.infer<typeof assignmentRulesSchema>;

export const deploymentCountsSchema = z.object({
  assigned_count: z.number().int().min(0),
  installed_count: z.number().int().min(0),
});

export const applePushSchema = z.object({ valid_to: z.string() });

export const airwatchErrorSchema = z.looseObject({
  errorCode: z.union([z.number(), z.string()]).transform(Number),
});
