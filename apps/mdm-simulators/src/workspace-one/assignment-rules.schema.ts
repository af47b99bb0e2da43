import { z } from 'zod';

export const TYPE_NUMBERS = {
  STRING: 1,
  INTEGER: 2,
  BOOLEAN: 3,
  DATE: 5,
  ARRAY: 7,
  CHOICE: 9,
  MULTI_SELECT: 10,
  HIDDEN: 11,
  STRING_ARRAY: 13,
  INTEGER_ARRAY: 14,
  BUNDLE: 15,
  BUNDLE_ARRAY: 16,
} as const;

export type ConfigurationType = keyof typeof TYPE_NUMBERS;

/** By name (2025), by number (2023), or by number as a string (the vendor's own client). */
const typeSchema = z.union([z.string(), z.int()]).transform((given, context): ConfigurationType => {
  const found = Object.entries(TYPE_NUMBERS).find(
    ([name, number]) => given === name || String(given) === String(number),
  );
  if (found === undefined) {
    context.addIssue({ code: 'custom', message: 'is no configuration type' });
    return z.NEVER;
  }
  return found[0] as ConfigurationType;
});

const entrySchema = z.strictObject({
  id: z.int().nullish(),
  uuid: z.guid().nullish(),
  key: z.string().min(1),
  value: z.string().nullish(),
  type: typeSchema.nullish(),
  nested_configurations: z.array(z.unknown()).nullish(),
});

const flag = z.boolean().nullish();
const text = z.string().nullish();
const keep = z.enum(['DEFAULT', 'ENABLED', 'DISABLED']).nullish();

const distributionSchema = z.strictObject({
  name: z.string().min(1),
  description: text,
  smart_groups: z.array(z.guid()).nullish(),
  app_delivery_method: z.enum(['AUTO', 'ON_DEMAND']).nullish(),
  effective_date: z
    .string()
    .refine((given) => !Number.isNaN(Date.parse(given)), 'is no date')
    .nullish(),
  auto_update_priority: z.enum(['DEFAULT', 'HIGH_PRIORITY', 'POSTPONED']).nullish(),
  app_track_id: text,
  // Documented as a name, read back as a number: both are taken.
  pre_release_version: z.union([z.enum(['Production', 'Alpha', 'Beta']), z.int()]).nullish(),
  keep_app_on_enterprise_wipe: keep,
  keep_app_on_unassignment: keep,
  keep_app_updated_automatically: flag,
  vpp_app_details: z
    .strictObject({
      license_usage: z.array(
        z.strictObject({ smart_group_uuid: z.guid(), allocated: z.int(), redeemed: z.int().nullish() }),
      ),
    })
    .nullish(),
  auto_update_devices_with_previous_versions: flag,
  is_default_assignment: flag,
  requires_approval: flag,
  display_in_app_catalog: flag,
  bsp_assignments: z.record(z.string(), z.unknown()).nullish(),
  application_transforms: z.array(z.guid()).nullish(),
  archived_phased_deployment_uuid: text,
  deferral_message_content: text,
  deferral_message_headline: text,
  deferral_notification_type: z.enum(['CUSTOM_DEFERRAL', 'UEM_DEFERRAL']).nullish(),
  hide_notifications: flag,
  installer_deferral_allowed: flag,
  installer_deferral_exit_code: text,
  installer_deferral_interval: z.int().nullish(),
  max_deferral_duration_in_days: z.int().nullish(),
  max_deferrals: z.int().nullish(),
  msi_deployment_override_params: z.record(z.string(), z.unknown()).nullish(),
  phased_deployment: z.record(z.string(), z.unknown()).nullish(),
  reboot_override: flag,
});

const assignmentSchema = z.strictObject({
  priority: z.int().min(0),
  distribution: distributionSchema,
  restriction: z
    .strictObject({
      remove_on_unenroll: flag,
      prevent_application_backup: flag,
      make_app_mdm_managed: flag,
      managed_access: flag,
      desired_state_management: flag,
      prevent_removal: flag,
    })
    .nullish(),
  tunnel: z
    .strictObject({
      per_app_vpn_profile_uuid: z.guid().nullish(),
      afw_per_app_vpn_profile_uuid: z.guid().nullish(),
      amapi_per_app_vpn_profile_uuid: z.guid().nullish(),
    })
    .nullish(),
  application_configuration: z.array(entrySchema).nullish(),
  application_attributes: z.array(entrySchema).nullish(),
  application_policy: z.record(z.string(), z.unknown()).nullish(),
  app_profiles_mapping: z.array(z.record(z.string(), z.unknown())).nullish(),
  is_dynamic_template_saved: flag,
  is_android_enterprise_config_template: flag,
  is_apple_education_assignment: flag,
});

/** `AppAssignmentRuleV2Model`. Unknown names are refused here, so that a misspelt one is not lost in silence. */
export const assignmentRulesSchema = z.strictObject({
  id: z.int().nullish(),
  uuid: z.guid().nullish(),
  assignments: z.array(assignmentSchema).nullish(),
  excluded_smart_groups: z.array(z.guid()).nullish(),
  application_msi_deployment_params: z.record(z.string(), z.unknown()).nullish(),
});

export type AssignmentRulesBody = z.infer<typeof assignmentRulesSchema>;
export type AssignmentBody = z.infer<typeof assignmentSchema>;
