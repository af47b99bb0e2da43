import { type FastifyInstance } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { type Device } from '../vendor/tenant.ts';
import { assignmentFor, isAssignedTo } from './device-configuration.ts';
import { requireApp } from './find-app.ts';
import { rulesOf } from './replace-assignment-rules.ts';
import { uemError } from './uem-error.ts';
import { uemPage } from './uem-page.ts';
import { type UemAnswer, type UemCall, uemRoute } from './uem-route.ts';
import { type WorkspaceOneSystem } from './workspace-one.system.ts';
import { PLATFORM_NUMBER, type UemApp } from './workspace-one.state.ts';

function deviceRow(app: UemApp, device: Device): Record<string, unknown> {
  const isAssigned = isAssignedTo(app, device);
  const isInstalled = isAssigned && device.managed;
  return {
    device_id: device.number,
    device_uuid: device.id,
    friendly_name: device.name,
    enrollment_user_name: device.userName,
    assignment_status: isAssigned ? 'Assigned' : 'NotAssigned',
    installed_status: isInstalled ? 'Installed' : 'NotInstalled',
    installed_version: isInstalled ? '2.1.0' : '',
    assigned_version: isAssigned ? '2.1.0' : '',
    last_action_taken: isAssigned ? 'InstallCommandDispatched' : 'None',
    latest_app_reason: isInstalled ? 'Managed' : 'None',
    application_uuid: app.uuid,
  };
}

const REQUIRED = ['organizationgroupuuid', 'page', 'pagesize'];

/** All three of the required parameters, or 422. */
function devices({ tenant, params, query }: UemCall): UemAnswer {
  const app = requireApp(tenant, params['applicationUuid']);
  const missing = REQUIRED.find((name) => !query.has(name));
  if (missing !== undefined) {
    throw uemError(422, 1012, `The parameter ${missing} is required.`);
  }
  const rows = tenant.devices
    .filter((device) => PLATFORM_NUMBER[device.platform] === app.platform && isAssignedTo(app, device))
    .map((device) => deviceRow(app, device))
    .filter((row) => query.get('isinstalled') !== 'true' || row['installed_status'] === 'Installed')
    .filter((row) => query.get('isnotinstalled') !== 'true' || row['installed_status'] === 'NotInstalled');
  const page = uemPage(rows, query, { sizeMax: tenant.behaviour.pageSizeMax });
  return page.rows.length === 0 ? 'no-content' : { devices: page.rows, TotalResults: page.total };
}

function deploymentCounts({ tenant, params }: UemCall): UemAnswer {
  const app = requireApp(tenant, params['applicationUuid']);
  const assigned = tenant.devices.filter((device) => isAssignedTo(app, device));
  return {
    application_version: '2.1.0',
    assigned_count: assigned.length,
    installed_count: assigned.filter(({ managed }) => managed).length,
    sideloaded_count: 0,
  };
}

function template({ tenant, params }: UemCall): UemAnswer {
  const app = requireApp(tenant, params['applicationUuid']);
  if (app.platform === 5 && !tenant.androidEnterprise) {
    throw uemError(422, 10036, 'Android Enterprise is not enabled.');
  }
  return (app.template ?? []).map((item) => ({ ...item, nested_configurations: [] }));
}

/** Counts the devices that the sent rules would reach, and changes nothing. */
function preview({ tenant, params, query, request }: UemCall): UemAnswer {
  if (query.get('action') !== 'PREVIEW_DEVICES') {
    throw uemError(400, 400, 'The action is not valid.');
  }
  const app = requireApp(tenant, params['applicationUuid']);
  const published = rulesOf(tenant, app, request.body);
  const planned = { ...app, published };
  const reached = tenant.devices.filter((device) => assignmentFor(planned, device) !== undefined);
  return {
    total_count: reached.length,
    devices_assignment_status: reached.map((device) => ({
      assignment_status: isAssignedTo(app, device) ? 'UNCHANGED' : 'ADDED',
      _links: { device: { href: `/api/mdm/devices/${device.id}` } },
    })),
  };
}

/** Where configuration was stored, the device gets it again; the request itself carries none. */
function sendConfiguration(system: WorkspaceOneSystem, { tenant, request }: UemCall): UemAnswer {
  const body = request.body as Partial<Record<string, unknown>> | null;
  const device = tenant.devices.find(({ id }) => id === body?.['deviceUuid']);
  const app = tenant.apps.find(({ uuid }) => uuid === body?.['ApplicationUuid']);
  if (device === undefined || app === undefined) {
    throw uemError(404, 7000, 'Application or device not found.');
  }
  store(request, () => {
    system.push(tenant, [device]);
  });
  return {};
}

/** https://developer.omnissa.com/ws1-uem-apis, MAM REST API: what is known of an app's devices */
export function registerAppDeviceRoutes(server: FastifyInstance, system: WorkspaceOneSystem): void {
  const app = '/api/mam/apps/:applicationUuid';
  uemRoute(server, system, { method: 'GET', path: `${app}/devices`, versions: { 1: devices } });
  uemRoute(server, system, {
    method: 'GET',
    path: `${app}/deploymentcounts`,
    versions: { 1: deploymentCounts },
  });
  uemRoute(server, system, {
    method: 'GET',
    path: `${app}/app-config-template`,
    versions: { 2: template },
  });
  uemRoute(server, system, { method: 'POST', path: `${app}/assignment-rules`, versions: { 2: preview } });
  uemRoute(server, system, {
    method: 'POST',
    path: '/api/mam/apps/public/SendApplicationConfiguration',
    versions: { 1: (call) => sendConfiguration(system, call) },
    writes: true,
  });
}
