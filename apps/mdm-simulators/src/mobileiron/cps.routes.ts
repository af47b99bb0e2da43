import { type FastifyInstance, type FastifyRequest } from 'fastify';
import { z } from 'zod';
import { store } from '../vendor/request-context.ts';
import { type Device, PINGID_APP } from '../vendor/tenant.ts';
import { authenticate } from './authenticate.ts';
import { type CpsCall } from './cps-limits.ts';
import { deviceListQuery, identifiersBody, updateAttributesBody } from './cps.schema.ts';
import { cpsError } from './mobileiron-error.ts';
import { type MobileironSystem } from './mobileiron.system.ts';
import { defaultSpace, type MobileironTenant, stateOf } from './mobileiron.state.ts';
import { writeAttributes } from './write-attributes.ts';

const BASE = '/msa/v1/cps/device';

const FIXED_ATTRIBUTES = [
  { name: 'identifier', dataType: 'string', readOnly: true },
  { name: 'status', dataType: 'devicestatus', readOnly: true },
  { name: 'lastCheckInTime', dataType: 'long', readOnly: true },
  { name: 'os', dataType: 'deviceplatform', readOnly: true },
  { name: 'serialNumber', dataType: 'string', readOnly: true },
  { name: 'compliant', dataType: 'boolean', readOnly: true },
];

function read<T>(schema: z.ZodType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw cpsError(400, z.prettifyError(parsed.error));
  }
  return parsed.data;
}

function enter(system: MobileironSystem, request: FastifyRequest, call: CpsCall): MobileironTenant {
  const tenant = authenticate(system, request, ['nmdm', 'epmm']);
  if (!tenant.behaviour.cpsRole) {
    throw cpsError(403, 'The user lacks the role Common Platform Services.');
  }
  system.cpsLimits.count(tenant, call);
  return tenant;
}

/** Common Platform Services reach the default space only. */
function reachable(tenant: MobileironTenant): Device[] {
  const { id } = defaultSpace(tenant);
  return tenant.devices.filter((device) => stateOf(tenant, device.id).spaceId === id);
}

/** Identifiers that are not known are ignored in silence. */
function named(tenant: MobileironTenant, identifiers: readonly string[]): Device[] {
  const wanted = new Set(identifiers);
  return reachable(tenant).filter((device) => wanted.has(device.id));
}

function row(tenant: MobileironTenant, device: Device): Record<string, unknown> {
  const hides = tenant.behaviour.gdprProfile;
  return {
    identifier: device.id,
    status: 'ACTIVE',
    lastCheckInTime: device.lastCheckInAt,
    registrationTime: device.enrolledAt,
    os: device.platform === 'ios' ? 'IOS' : 'ANDROID',
    osVersion: '18.0',
    serialNumber: hides ? '****' : device.serialNumber,
    userId: hides ? '****' : device.userName,
    ...(device.platform === 'ios' ? { iosUdid: device.id.replaceAll('-', '') } : {}),
    manufacturer: device.platform === 'ios' ? 'Apple' : 'Google',
    compliant: true,
    quarantined: false,
    compromised: false,
    blocked: false,
    // As of the last check-in.
    ...stateOf(tenant, device.id).reported,
  };
}

function registerReads(server: FastifyInstance, system: MobileironSystem): void {
  server.get(`${BASE}/$metadata`, (request) => {
    const tenant = enter(system, request, 'other');
    const own = tenant.deviceAttributes.map((name) => ({ name, dataType: 'string', readOnly: false }));
    return [...FIXED_ATTRIBUTES, ...own];
  });
  server.get(BASE, (request) => {
    const tenant = enter(system, request, 'list');
    const { status, offset, limit } = read(deviceListQuery, request.query);
    const matching = status === undefined || status === 'ACTIVE' ? reachable(tenant) : [];
    const page = matching.slice(offset, offset + Math.min(limit, tenant.behaviour.pageSizeMax));
    return { results: page.length, searchResults: page.map((device) => row(tenant, device)) };
  });
  server.post(`${BASE}/application`, (request) => {
    const tenant = enter(system, request, 'application');
    const { identifiers } = read(identifiersBody, request.body);
    return named(tenant, identifiers).map((device) => ({
      deviceMdmId: device.id,
      applications: [
        {
          identifier: PINGID_APP[device.platform],
          name: 'PingID',
          version: '2.1.0',
          managed: device.managed,
          source: device.managed ? 'MDM' : 'USER',
        },
      ],
    }));
  });
}

function registerWrites(server: FastifyInstance, system: MobileironSystem): void {
  server.post(BASE, (request) => {
    const tenant = enter(system, request, 'other');
    const { identifiers, attributes } = read(updateAttributesBody, request.body);
    const unknown = Object.keys(attributes).find((name) => !tenant.deviceAttributes.includes(name));
    if (unknown !== undefined) {
      throw cpsError(400, `The attribute ${unknown} is not defined or is read only.`);
    }
    const devices = named(tenant, identifiers);
    store(request, () => {
      for (const device of devices) {
        const merged = { ...stateOf(tenant, device.id).attributes, ...attributes };
        writeAttributes(system, tenant, { device, attributes: merged });
      }
    });
    return { result: devices.length };
  });
  server.post(`${BASE}/forceCheckin`, (request) => {
    const tenant = enter(system, request, 'forceCheckin');
    const devices = named(tenant, read(identifiersBody, request.body).identifiers);
    store(request, () => {
      system.push(tenant, devices);
    });
    return { result: devices.length };
  });
}

/** Common Platform Services, the one documented API of both products. */
export function registerCpsRoutes(server: FastifyInstance, system: MobileironSystem): void {
  registerReads(server, system);
  registerWrites(server, system);
}
