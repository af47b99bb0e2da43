import { type Device, type ManagedAppConfiguration } from '../vendor/tenant.ts';
import { withoutKey } from '../vendor/without-key.ts';
import {
  type Assignment,
  type ConfigurationEntry,
  PLATFORM_NUMBER,
  type UemApp,
  type WorkspaceOneTenant,
} from './workspace-one.state.ts';

function isMember(device: Device, uuids: readonly string[]): boolean {
  return uuids.some((uuid) => device.groups.includes(uuid.toLowerCase()));
}

/** The assignment of the lowest priority number that reaches the device; an exclusion beats them all. */
export function assignmentFor(app: UemApp, device: Device): Assignment | undefined {
  if (
    PLATFORM_NUMBER[device.platform] !== app.platform ||
    isMember(device, app.published.excluded_smart_groups)
  ) {
    return undefined;
  }
  return app.published.assignments.find(({ distribution }) => isMember(device, distribution.smart_groups));
}

export function isAssignedTo(app: UemApp, device: Device): boolean {
  return assignmentFor(app, device) !== undefined;
}

function valueOf(entry: ConfigurationEntry): string | number | boolean {
  const text = entry.value ?? '';
  if (entry.type === 'INTEGER') {
    return Number(text);
  }
  return entry.type === 'BOOLEAN' ? text.toLowerCase() === 'true' : text;
}

function configurationOf(assignment: Assignment): ManagedAppConfiguration {
  return Object.fromEntries(assignment.application_configuration.map((entry) => [entry.key, valueOf(entry)]));
}

/** The device checks in and takes up the configuration of each app assigned to it. */
export function takeUpUemConfiguration(tenant: WorkspaceOneTenant, device: Device): void {
  for (const app of tenant.apps) {
    const assignment = assignmentFor(app, device);
    if (assignment === undefined) {
      continue;
    }
    if (assignment.restriction.make_app_mdm_managed) {
      device.managed = true;
    }
    if (device.managed) {
      const others = withoutKey(device.configurations, app.bundleId);
      const configuration = configurationOf(assignment);
      // An empty configuration switches managed configuration off.
      device.configurations =
        Object.keys(configuration).length === 0 ? others : { ...others, [app.bundleId]: configuration };
    }
  }
}
