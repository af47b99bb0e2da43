import { type FastifyInstance } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { type Device } from '../vendor/tenant.ts';
import { isAssignedTo } from './device-configuration.ts';
import { uemError } from './uem-error.ts';
import { uemPage } from './uem-page.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { type WorkspaceOneTenant } from './workspace-one.state.ts';

const platformName = (device: Device): string => (device.platform === 'ios' ? 'Apple' : 'Android');

function row(tenant: WorkspaceOneTenant, device: Device): Record<string, unknown> {
  return {
    Id: { Value: device.number },
    Uuid: device.id,
    Udid: device.id.replaceAll('-', ''),
    SerialNumber: device.serialNumber,
    DeviceFriendlyName: device.name,
    LocationGroupId: { Id: { Value: tenant.organizationGroup.id }, Name: tenant.organizationGroup.name },
    UserName: device.userName,
    Platform: platformName(device),
    EnrollmentStatus: 'Enrolled',
    LastSeen:
      device.lastCheckInAt === null ? null : new Date(device.lastCheckInAt).toISOString().replace('Z', ''),
  };
}

function search({ tenant, query }: UemCall): UemAnswer {
  const platform = query.get('platform')?.toLowerCase();
  const matching = tenant.devices.filter(
    (device) => platform === undefined || platformName(device).toLowerCase() === platform,
  );
  const { rows, page, pageSize, total } = uemPage(matching, query, { sizeMax: tenant.behaviour.pageSizeMax });
  return rows.length === 0
    ? 'no-content'
    : { Devices: rows.map((device) => row(tenant, device)), Page: page, PageSize: pageSize, Total: total };
}

function requireDevice({ tenant, params }: UemCall): Device {
  const device = tenant.devices.find(({ id, number }) =>
    [id, String(number)].includes(params['device'] ?? ''),
  );
  if (device === undefined) {
    throw uemError(404, 400, 'Device not found.');
  }
  return device;
}

/** Assigned and installed apps: whether a configuration is on the device nobody tells. */
function apps(call: UemCall): UemAnswer {
  const device = requireDevice(call);
  return {
    DeviceApps: call.tenant.apps
      .filter((app) => isAssignedTo(app, device))
      .map((app) => ({
        ApplicationName: app.name,
        ApplicationIdentifier: app.bundleId,
        Status: device.managed ? 'installed' : 'pendinginstall',
        IsManaged: device.managed,
        Version: '2.1.0',
        Type: app.type,
        Id: { Value: app.id },
        Uuid: app.uuid,
      })),
  };
}

const COMMANDS = ['SyncDevice', 'DeviceQuery'];

function command(system: WorkspaceOneSystem, call: UemCall): UemAnswer {
  const device = requireDevice(call);
  if (!COMMANDS.includes(call.query.get('command') ?? '')) {
    throw uemError(400, 400, 'The command is not valid.');
  }
  store(call.request, () => {
    system.push(call.tenant, [device]);
  });
  return 'accepted';
}

/** https://developer.omnissa.com/ws1-uem-apis, MDM REST API V1, Devices */
export function registerDeviceRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  const base = '/api/mdm/devices';
  uemRoute(server, system, { method: 'GET', path: `${base}/search`, versions: { 1: search, 2: search } });
  uemRoute(server, system, { method: 'GET', path: `${base}/:device/apps`, versions: { 1: apps } });
  uemRoute(server, system, {
    method: 'POST',
    path: `${base}/:device/commands`,
    versions: { 1: (call) => command(system, call) },
  });
}
