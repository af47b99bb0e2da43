import { type Device, type ManagedAppConfiguration } from '../vendor/tenant.ts';
import {
  type IntuneApp,
  type IntuneTenant,
  type IosSetting,
  isInGroup,
  platformOfApp,
  type Policy,
} from './intune.state.ts';
import { configurationOfPayload, payloadAsKept } from './managed-configuration-payload.ts';
import { configurationOfXml } from './setting-xml.ts';

/** Whether the policy's assignments reach the device. */
export function isAssignedTo(policy: Policy, device: Device): boolean {
  const reached = (includes: boolean): boolean =>
    policy.targets.some((target) => {
      const excludes = target['@odata.type'] === '#microsoft.graph.exclusionGroupAssignmentTarget';
      return excludes !== includes && (target.groupId === undefined || isInGroup(device, target.groupId));
    });
  return reached(true) && !reached(false);
}

function settingValue(setting: IosSetting): string | number | boolean {
  switch (setting.appConfigKeyType) {
    case 'integerType':
    case 'realType':
      return Number(setting.appConfigKeyValue);
    case 'booleanType':
      return setting.appConfigKeyValue.toLowerCase() === 'true';
    case 'stringType':
    case 'tokenType':
      return setting.appConfigKeyValue;
  }
}

export function configurationOfPolicy(policy: Policy): ManagedAppConfiguration {
  if (policy.platform === 'android') {
    const { payloadJson } = policy;
    return payloadJson === null ? {} : configurationOfPayload(payloadAsKept(payloadJson));
  }
  if (policy.encodedSettingXml !== null) {
    return configurationOfXml(policy.encodedSettingXml);
  }
  return Object.fromEntries(policy.settings.map((setting) => [setting.appConfigKey, settingValue(setting)]));
}

function conflicts(policies: readonly Policy[]): boolean {
  const keys = policies.flatMap((policy) => Object.keys(configurationOfPolicy(policy)));
  return new Set(keys).size !== keys.length;
}

function appsOn(tenant: IntuneTenant, device: Device): IntuneApp[] {
  return tenant.apps.filter(
    (app) =>
      platformOfApp(app) === device.platform && app.assignedGroups.some((group) => isInGroup(device, group)),
  );
}

function takeUpApp(device: Device, app: IntuneApp, policies: readonly Policy[]): void {
  if (policies.length > 0) {
    device.configurations[app.appId] = Object.assign(
      {},
      ...policies.map(configurationOfPolicy),
    ) as ManagedAppConfiguration;
  } else if (device.platform === 'ios') {
    // Removing a policy takes its settings away on iOS; on Android they may stay, and here they do.
    device.configurations = Object.fromEntries(
      Object.entries(device.configurations).filter(([appId]) => appId !== app.appId),
    );
  }
}

/** The device checks in: it takes up each app's configuration and reports per policy. */
export function takeUpIntuneConfiguration(tenant: IntuneTenant, device: Device, now: number): void {
  const assigned = tenant.policies.filter((policy) => isAssignedTo(policy, device));
  const reportAll = (
    policies: readonly Policy[],
    status: 'compliant' | 'conflict' | 'error' | 'notApplicable',
  ): void => {
    for (const policy of policies) {
      policy.reports[device.id] = { version: policy.version, status, at: now };
    }
  };
  reportAll(assigned, 'notApplicable');
  for (const app of appsOn(tenant, device)) {
    const own = assigned.filter(
      (policy) => policy.platform === device.platform && policy.targetedMobileApps.includes(app.id),
    );
    if (!device.managed) {
      reportAll(own, 'error');
    } else if (conflicts(own)) {
      // Two policies give the same key: the device keeps what it has.
      reportAll(own, 'conflict');
    } else {
      takeUpApp(device, app, own);
      reportAll(own, 'compliant');
    }
  }
}
