import { type FastifyInstance } from 'fastify';
import { store } from '../vendor/request-context.ts';
import { type Device } from '../vendor/tenant.ts';
import { authorize } from './authorize.ts';
import { configurationOfPolicy, isAssignedTo } from './device-configuration.ts';
import { graphError } from './graph-error.ts';
import { type IntuneSystem } from './intune.system.ts';
import { type GraphVersion, type IntuneTenant } from './intune.state.ts';
import { managedDeviceRecord, managedDeviceScope } from './managed-device.record.ts';
import { contextUrl } from './odata-context.ts';
import { odataPage } from './odata-page.ts';

const READ = ['DeviceManagementManagedDevices.Read.All', 'DeviceManagementManagedDevices.ReadWrite.All'];
const SYNC = ['DeviceManagementManagedDevices.PrivilegedOperations.All'];
const PAGE_SIZE = 100;

function requireDevice(tenant: IntuneTenant, params: unknown): Device {
  const { id } = params as { id: string };
  const device = tenant.devices.find((candidate) => candidate.id === id.toLowerCase());
  if (device === undefined) {
    throw graphError(404, 'The requested device does not exist.');
  }
  return device;
}

function configurationStates(tenant: IntuneTenant, device: Device): Record<string, unknown>[] {
  return tenant.policies
    .filter((policy) => isAssignedTo(policy, device) && policy.platform === device.platform)
    .map((policy) => {
      const report = policy.reports[device.id];
      const state = report?.version === policy.version ? report.status : 'unknown';
      const keys = Object.keys(configurationOfPolicy(policy));
      return {
        id: `${policy.id}_${device.id}`,
        displayName: policy.displayName,
        version: policy.version,
        state,
        platformType: device.platform === 'ios' ? 'iOS' : 'androidForWork',
        settingCount: keys.length,
        settingStates: keys.map((setting) => ({
          setting,
          state,
          errorCode: 0,
          errorDescription: null,
          currentValue: null,
        })),
      };
    });
}

function overview(tenant: IntuneTenant): Record<string, unknown> {
  const count = (platform: string): number =>
    tenant.devices.filter((device) => device.platform === platform).length;
  return {
    enrolledDeviceCount: tenant.devices.length,
    mdmEnrolledCount: tenant.devices.length,
    dualEnrolledDeviceCount: 0,
    deviceOperatingSystemSummary: {
      iosCount: count('ios'),
      androidCount: count('android'),
      windowsCount: 0,
      macOSCount: 0,
      unknownCount: 0,
    },
  };
}

function registerDeviceRoutes(server: FastifyInstance, system: IntuneSystem, version: GraphVersion): void {
  const base = `/${version}/deviceManagement/managedDevices`;
  server.get(base, (request) => {
    const tenant = authorize(system, request, READ);
    return odataPage(request, {
      context: contextUrl(request, version, 'deviceManagement/managedDevices'),
      scope: managedDeviceScope,
      records: tenant.devices.map((device) => managedDeviceRecord(tenant, device)),
      pageSize: PAGE_SIZE,
      paging: tenant.behaviour,
      countShown: 'true',
    });
  });
  server.get(`${base}/$count`, (request) => {
    authorize(system, request, READ);
    throw graphError(400, 'No OData route exists that match template ~/singleton/navigation/$count.');
  });
  server.get(`${base}/:id`, (request) => {
    const tenant = authorize(system, request, READ);
    return {
      '@odata.context': contextUrl(request, version, 'deviceManagement/managedDevices/$entity'),
      ...managedDeviceRecord(tenant, requireDevice(tenant, request.params)),
    };
  });
  server.post(`${base}/:id/syncDevice`, (request, reply) => {
    const tenant = authorize(system, request, SYNC);
    const device = requireDevice(tenant, request.params);
    store(request, () => {
      tenant.syncRequests[device.id] = { requestedAt: Date.now() };
      system.tenantChanged(tenant);
      system.push(tenant, [device]);
    });
    return reply.code(204).send();
  });
}

/** https://learn.microsoft.com/graph/api/resources/intune-devices-manageddevice */
export function registerManagedDeviceRoutes(
  server: FastifyInstance,
  system: IntuneSystem,
  version: GraphVersion,
): void {
  registerDeviceRoutes(server, system, version);
  server.get(`/${version}/deviceManagement/managedDeviceOverview`, (request) => ({
    '@odata.context': contextUrl(request, version, 'deviceManagement/managedDeviceOverview/$entity'),
    ...overview(authorize(system, request, READ)),
  }));
  if (version === 'beta') {
    server.get(
      '/beta/deviceManagement/managedDevices/:id/managedDeviceMobileAppConfigurationStates',
      (request) => {
        const tenant = authorize(system, request, READ);
        return { value: configurationStates(tenant, requireDevice(tenant, request.params)) };
      },
    );
  }
}
