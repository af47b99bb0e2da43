import { enrolDevices } from '../vendor/new-devices.ts';
import { seededGuid, seededSecret } from '../vendor/seeded.ts';
import { PINGID_APP } from '../vendor/tenant.ts';
import { type VendorEnvironment } from '../vendor/vendor-simulator.ts';
import { emptyRules, unassigned } from './assignment-defaults.ts';
import {
  type Assignment,
  type SmartGroup,
  type UemApp,
  type WorkspaceOneBehaviour,
  type WorkspaceOneTenant,
} from './workspace-one.state.ts';

type Seed = (...name: (string | number)[]) => string;

interface Seeding {
  readonly number: number;
  readonly guid: Seed;
  readonly groups: readonly SmartGroup[];
}

function assignment(priority: number, group: SmartGroup, name: string): Assignment {
  return {
    ...unassigned(priority),
    distribution: {
      ...unassigned(priority).distribution,
      name,
      description: `${name} of ${group.name}`,
      // The letter case of identifiers is not guaranteed: here it differs from that of the search.
      smart_groups: [group.uuid.toUpperCase()],
      app_delivery_method: 'AUTO',
      effective_date: '2026-01-15T00:00:00Z',
      is_default_assignment: priority === 0,
    },
  };
}

function app(
  seeding: Seeding,
  place: number,
  fields: Partial<UemApp> & Pick<UemApp, 'bundleId' | 'platform'>,
): UemApp {
  const { rules = emptyRules() } = fields;
  return {
    id: seeding.number * 1_000 + place,
    uuid: seeding.guid('app', place),
    name: 'PingID',
    type: 'Public',
    template: null,
    ...fields,
    rules,
    published: structuredClone(rules),
  };
}

/** PingID for both platforms, with assignments, an exclusion and other keys that a careless write would lose. */
function seedApps(seeding: Seeding): UemApp[] {
  const [iosStaff, iosContractors, androidStaff, quarantine] = seeding.groups;
  if (!iosStaff || !iosContractors || !androidStaff || !quarantine) {
    return [];
  }
  const first = assignment(0, iosStaff, 'All staff');
  first.application_configuration = [
    { key: 'support_contact', value: 'help@example.com', type: 'STRING', nested_configurations: [] },
  ];
  first.restriction = { ...first.restriction, make_app_mdm_managed: true, managed_access: true };
  const iosRules = {
    ...emptyRules(),
    assignments: [first, assignment(1, iosContractors, 'Contractors')],
    excluded_smart_groups: [quarantine.uuid.toUpperCase()],
  };
  const android = assignment(0, androidStaff, 'All staff');
  android.restriction = { ...android.restriction, remove_on_unenroll: true };
  const template = [
    { key: 'PINGID_MDM_TOKEN', type: 'STRING' },
    { key: 'support_contact', type: 'STRING' },
    { key: 'allow_export', type: 'BOOLEAN' },
  ];
  return [
    app(seeding, 1, { bundleId: PINGID_APP.ios, platform: 2, rules: iosRules }),
    app(seeding, 2, {
      bundleId: PINGID_APP.android,
      platform: 5,
      rules: { ...emptyRules(), assignments: [android] },
      template,
    }),
    // Found by the same search: another platform, and an identifier that merely begins alike.
    app(seeding, 3, { bundleId: PINGID_APP.ios, platform: 10, name: 'PingID for Mac' }),
    app(seeding, 4, { bundleId: `${PINGID_APP.ios}.watch`, platform: 2, name: 'PingID Watch' }),
    app(seeding, 5, { bundleId: 'com.example.mail', platform: 2, name: 'Mail' }),
  ];
}

const usual: WorkspaceOneBehaviour = {
  typesAsNumbers: false,
  rateLimitPerMinute: 5_000,
  pageSizeMax: 500,
  publishFailures: 0,
  locksAfter: 5,
};

export function seedWorkspaceOneTenant(number: number, environment: VendorEnvironment): WorkspaceOneTenant {
  const { seed, devicesPerPlatform } = environment.fleet;
  const guid: Seed = (...name) => seededGuid(seed, 'ws1', number, ...name);
  const secret: Seed = (...name) => seededSecret(seed, 'ws1', number, ...name);
  const groups = ['iOS staff', 'iOS contractors', 'Android staff', 'Quarantine'].map((name, index) => ({
    id: 12_000 + number * 10 + index,
    uuid: guid('smart-group', name),
    name,
  }));
  const tenant: WorkspaceOneTenant = {
    id: `ws1-${number}`,
    number,
    organizationGroup: {
      id: 500 + number,
      uuid: guid('group'),
      name: `acme${number}`,
      groupId: `ACME${number}`,
    },
    tenantCode: secret('tenant-code'),
    signingKey: secret('signing'),
    basic: { userName: `api${number}`, password: secret('password') },
    oauth: { clientId: guid('client').replaceAll('-', ''), clientSecret: secret('client') },
    clientCertificate: null,
    mayWrite: true,
    smartGroups: groups,
    apps: seedApps({ number, guid, groups }),
    apnsValidTo: new Date(environment.now() + 200 * 86_400_000).toISOString(),
    androidEnterprise: true,
    signingRequests: 0,
    devices: [],
    behaviour: { ...usual },
  };
  for (const [platform, group] of [
    ['ios', groups[0]],
    ['android', groups[2]],
  ] as const) {
    const enrolment = {
      platform,
      count: devicesPerPlatform,
      managed: true,
      groups: group === undefined ? [] : [group.uuid],
    };
    enrolDevices(tenant, enrolment, { seed, now: environment.now() });
  }
  return tenant;
}
