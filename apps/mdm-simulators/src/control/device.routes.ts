import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { type Device, type Tenant } from '../vendor/tenant.ts';
import { type VendorSimulator } from '../vendor/vendor-simulator.ts';
import { controlError, readBody, readQuery } from './control-error.ts';
import {
  configurationQuery,
  deviceListQuery,
  emptyBody,
  enrolBody,
  switchBody,
  tenantQuery,
} from './control.schema.ts';
import { tenantOf } from './find-tenant.ts';

function deviceOf(tenant: Tenant, request: FastifyRequest): Device {
  const { deviceId } = request.params as { deviceId: string };
  const device = tenant.devices.find((candidate) => candidate.id === deviceId);
  if (device === undefined) {
    throw controlError(404, 'sim-device-unknown', 'There is no such device: GET /__sim/devices lists them.');
  }
  return device;
}

const instant = (epochMs: number | null): string | null =>
  epochMs === null ? null : new Date(epochMs).toISOString();

function describe(device: Device): Record<string, unknown> {
  return {
    id: device.id,
    number: device.number,
    platform: device.platform,
    name: device.name,
    managed: device.managed,
    switchedOn: device.switchedOn,
    enrolledAt: instant(device.enrolledAt),
    lastCheckIn: instant(device.lastCheckInAt),
    nextCheckIn: instant(device.nextCheckInAt),
    writes: device.writes,
  };
}

/** The device's own side: what it does and what it holds. */
export function registerDeviceRoutes<T extends Tenant, S>(
  server: FastifyInstance,
  vendor: VendorSimulator<T, S>,
): void {
  server.get('/__sim/devices', (request) => {
    const query = readQuery(deviceListQuery, request.query);
    const devices = tenantOf(vendor, query.tenant).devices.filter(
      (device) => query.platform === undefined || device.platform === query.platform,
    );
    return {
      total: devices.length,
      devices: devices.slice(query.offset, query.offset + query.limit).map(describe),
    };
  });
  server.post('/__sim/devices', (request, reply) => {
    const tenant = tenantOf(vendor, readQuery(tenantQuery, request.query).tenant);
    const enrolled = vendor.enrol(tenant, readBody(enrolBody, request.body));
    vendor.devicesChanged(tenant, enrolled);
    return reply.code(201).send({ devices: enrolled.map(describe) });
  });
  server.patch('/__sim/devices/:deviceId', (request) => {
    const { switchedOn } = readBody(switchBody, request.body);
    const tenant = tenantOf(vendor, readQuery(tenantQuery, request.query).tenant);
    const device = deviceOf(tenant, request);
    device.switchedOn = switchedOn;
    vendor.devicesChanged(tenant, [device]);
    return describe(device);
  });
  server.post('/__sim/devices/:deviceId/check-in', (request) => {
    readBody(emptyBody, request.body);
    const tenant = tenantOf(vendor, readQuery(tenantQuery, request.query).tenant);
    const device = deviceOf(tenant, request);
    if (!device.switchedOn) throw controlError(409, 'sim-device-off', 'The device is switched off.');
    if (!vendor.reaches(device)) {
      throw controlError(409, 'sim-device-unreachable', 'The Apple push certificate has expired.');
    }
    vendor.checkIn(tenant, device);
    return describe(device);
  });
  server.get('/__sim/devices/:deviceId/managed-app-configuration', (request) => {
    const query = readQuery(configurationQuery, request.query);
    const device = deviceOf(tenantOf(vendor, query.tenant), request);
    return { configuration: device.configurations[query.app] ?? null };
  });
}
