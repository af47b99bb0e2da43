import { type Assignment, type AssignmentRules } from './workspace-one.state.ts';

/** What the server fills in where a PUT leaves a field out, and thereby loses what stood there. */
export function unassigned(priority: number): Assignment {
  return {
    priority,
    distribution: {
      name: '',
      smart_groups: [],
      app_delivery_method: 'ON_DEMAND',
      auto_update_devices_with_previous_versions: false,
      pre_release_version: 0,
      is_default_assignment: false,
      requires_approval: false,
      display_in_app_catalog: true,
      bsp_assignments: { smart_groups_offline_licenses: [], smart_groups_online_licenses: [] },
    },
    restriction: {
      remove_on_unenroll: false,
      prevent_application_backup: false,
      make_app_mdm_managed: false,
      managed_access: false,
      desired_state_management: false,
      prevent_removal: false,
    },
    tunnel: {},
    application_configuration: [],
    application_attributes: [],
    app_profiles_mapping: [],
    is_dynamic_template_saved: false,
    is_android_enterprise_config_template: false,
    is_apple_education_assignment: false,
  };
}

export function emptyRules(): AssignmentRules {
  return {
    assignments: [],
    excluded_smart_groups: [],
    application_msi_deployment_params: {
      device_restart: 1,
      installer_reboot_exit_code: '',
      installer_success_exit_code: '',
      restart_deadline_in_days: 0,
    },
  };
}
