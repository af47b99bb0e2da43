import { z } from 'zod';
import { pemFields, pkcs12Fields, refuseUnreadable } from '../http/client-certificate.schema.ts';
import { addressSchema as address, certificateAuthoritiesSchema } from '../setting-schemas.ts';

/** The letter case of Workspace ONE's UUIDs is not fixed: they are compared in lower case. */
const uuid = z.guid().transform((text) => text.toLowerCase());

/** The REST API key, of System > Advanced > API > REST API; not needed beside OAuth. */
const tenantCode = z.string().min(1).max(256);

/** Settings and credentials of a connection to Workspace ONE UEM. */
export const workspaceOneFieldsSchema = z.strictObject({
  settings: z.strictObject({
    /** `https://as1234.awmdm.com` */
    apiUrl: address,
    /** OAuth token address of the region. */
    tokenUrl: address.default('https://na.uemauth.workspaceone.com/connect/token'),
    certificateAuthorities: certificateAuthoritiesSchema,
    /** Only apps of this organization group, where several have the app. */
    organizationGroupUuid: uuid.optional(),
    /** Only the assignments of these smart groups get the key; all assignments when left out. */
    smartGroupUuids: z.array(uuid).min(1).max(50).optional(),
    /** Whether an app that is assigned to nobody is assigned to `smartGroupUuids`, and how: this installs or offers it. */
    assignUnassignedAppAs: z.enum(['ON_DEMAND', 'AUTO']).optional(),
  }),
  credentials: z.union([
    z.strictObject({ clientId: z.string().min(1).max(256), clientSecret: z.string().min(1).max(512) }),
    z.strictObject({
      username: z.string().min(1).max(256),
      password: z.string().min(1).max(512),
      tenantCode,
    }),
    z.strictObject({ tenantCode, ...pemFields }).superRefine(refuseUnreadable),
    z.strictObject({ tenantCode, ...pkcs12Fields }).superRefine(refuseUnreadable),
  ]),
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
