import { type Platform, type Tenant } from '../vendor/tenant.ts';

export interface SmartGroup {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
}

export interface UemApp {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly bundleId: string;
  /** Apple iOS 2, Android 5, Apple macOS 10. */
  readonly platform: 2 | 5 | 10;
  readonly type: 'Public' | 'Internal' | 'Purchased';
  /** Keys that the app declares for managed configuration; null: it declares none, every key goes. */
  template: { key: string; type: string }[] | null;
  rules: AssignmentRules;
  /** What devices get: what was saved and could not be published is not in it. */
  published: AssignmentRules;
}

export interface ConfigurationEntry {
  key: string;
  value?: string | undefined;
  type?: string | number | undefined;
  nested_configurations?: unknown[] | undefined;
}

export interface Restriction {
  remove_on_unenroll: boolean;
  prevent_application_backup: boolean;
  make_app_mdm_managed: boolean;
  managed_access: boolean;
  desired_state_management: boolean;
  prevent_removal: boolean;
}

export interface Assignment {
  priority: number;
  distribution: Record<string, unknown> & { name: string; smart_groups: string[] };
  restriction: Restriction;
  tunnel: Record<string, unknown>;
  application_configuration: ConfigurationEntry[];
  application_attributes: unknown[];
  app_profiles_mapping: unknown[];
  is_dynamic_template_saved: boolean;
  is_android_enterprise_config_template: boolean;
  is_apple_education_assignment: boolean;
}

export interface AssignmentRules {
  assignments: Assignment[];
  excluded_smart_groups: string[];
  application_msi_deployment_params: Record<string, unknown>;
}

export interface WorkspaceOneBehaviour {
  /** The type of a configuration entry reads as number, as in the 2023 documents, rather than as name. */
  typesAsNumbers: boolean;
  /** Requests a minute, and what the headers say of it. */
  rateLimitPerMinute: number;
  pageSizeMax: number;
  /** So many of the next changes are saved and not published. */
  publishFailures: number;
  locksAfter: number;
}

export interface WorkspaceOneTenant extends Tenant {
  readonly organizationGroup: {
    readonly id: number;
    readonly uuid: string;
    readonly name: string;
    readonly groupId: string;
  };
  readonly tenantCode: string;
  readonly signingKey: string;
  readonly basic: { readonly userName: string; readonly password: string };
  readonly oauth: { readonly clientId: string; readonly clientSecret: string };
  /** PEM; null: the administrator signs in by password. */
  clientCertificate: string | null;
  /** Whether the role of the credentials may change apps. */
  mayWrite: boolean;
  readonly smartGroups: SmartGroup[];
  readonly apps: UemApp[];
  /** Null: no certificate on the group. */
  apnsValidTo: string | null;
  androidEnterprise: boolean;
  /** How often version 1 of the APNs resource was mistaken for a probe. */
  signingRequests: number;
  readonly behaviour: WorkspaceOneBehaviour;
}

export const PLATFORM_NUMBER: Record<Platform, 2 | 5> = { ios: 2, android: 5 };
